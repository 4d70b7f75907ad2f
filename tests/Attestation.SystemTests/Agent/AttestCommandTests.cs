using System.Security.Cryptography;
using System.Text.Json;
using Attestation.Formats;
using Attestation.Formats.Node;
using Attestation.Formats.Pcrs;
using Attestation.Fuzz.Nodes;

namespace Attestation.SystemTests.Agent;

/// <summary><c>attest-agent attest</c>.</summary>
public sealed class AttestCommandTests
{
    [Fact]
    public async Task EvidenceGoesToAFileWithoutAnyVerifier()
    {
        await using NodeSite site = await NodeSite.StartAsync();
        using ECDsa kubelet = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await File.WriteAllTextAsync(site["kubelet.pem"], kubelet.ExportPkcs8PrivateKeyPem());
        CommandRun run = await site.RunAsync("attest", "--out", site["evidence"], "--nonce", "000102030405060708", "--kubelet-key", site["kubelet.pem"]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal("000102030405060708\n", await File.ReadAllTextAsync(site["evidence.nonce"]));
        Assert.True(NodeEvidence.TryParse(await File.ReadAllBytesAsync(site["evidence"]), out NodeEvidence evidence, out ParseError error), error.ToString());
        Assert.Equal(new FileInfo(site.ImaLog).Length, evidence.ImaLog.Content.Length);
        Assert.Equal(SHA256.HashData(kubelet.ExportSubjectPublicKeyInfo()), evidence.Bindings.KubeletKey!.Value.ToArray());
        foreach (int pcr in RecordedBoot.DefaultPcrs)
        {
            Assert.True(evidence.Pcrs.TryGet(PcrBank.Sha256, pcr, out ReadOnlyMemory<byte> value));
            Assert.Equal(RecordedBoot.Value(NodeSite.Boot(NodeSite.GoodBoot), PcrBank.Sha256, pcr), value.ToArray());
        }
        await site.RunAsync("attest", "--out", site["second"]);
        Assert.Equal(65, new FileInfo(site["second.nonce"]).Length);
    }

    /// <summary>Without reference values: everything about the quote is right, and nothing could be compared.</summary>
    [Fact]
    public async Task ItEnrolsByItselfAndPrintsTheVerdict()
    {
        await using NodeSite site = await NodeSite.StartAsync();
        await using VerifierProcess verifier = await site.StartVerifierAsync();
        CommandRun run = await site.RunAsync("attest", "--node-name", "worker-1");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("The verifier does not affirm this node.", run.Output);
        Assert.Contains("node.class", run.Output);
        JsonElement nodes = JsonElement.Parse(await verifier.Client.GetStringAsync("api/v1/nodes"));
        Assert.Equal("worker-1", nodes.GetProperty("nodes")[0].GetProperty("nodeName").GetString());
        string[] sentAtAll = [.. run.Error.Split('\n').Where(line => line.Contains("\"evidence-sent\""))];
        Assert.Contains($"IMA list {new FileInfo(site.ImaLog).Length} bytes", Assert.Single(sentAtAll));
    }

    [Theory]
    [InlineData("a nonce without --out", "--nonce", "0011223344556677")]
    [InlineData("no hex", "--out", "x", "--nonce", "zz")]
    [InlineData("a short nonce", "--out", "x", "--nonce", "00")]
    [InlineData("no PCRs", "--pcrs", "sha256:99")]
    [InlineData("plain HTTP to another machine", "--verifier", "http://192.0.2.1/")]
    [InlineData("no class", "--class", "x")]
    [InlineData("no pin", "--pin", "sha256/AAAA")]
    [InlineData("no seconds", "--timeout", "0")]
    public async Task WrongUsageEndsWithTwo(string what, params string[] options)
    {
        CommandRun run = await CommandRun.Of("attest-agent", ["attest", .. options]);
        Assert.True(run.ExitCode == 2, $"{what}: {run.ExitCode} {run.Error}");
    }
}
