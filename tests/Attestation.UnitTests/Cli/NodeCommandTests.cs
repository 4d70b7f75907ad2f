using System.Text;
using System.Text.Json.Nodes;
using Attestation.Cli;
using Attestation.Formats;
using Attestation.Factory.Nodes;
using Attestation.Formats.Cmw;
using Attestation.Formats.Keys;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;
using Attestation.UnitTests.Appraisal.Nodes;
using Attestation.UnitTests.Factory.Nodes;
using Attestation.UnitTests.Formats;

namespace Attestation.UnitTests.Cli;

/// <summary><c>attest inspect</c> and <c>attest appraise</c> over a node's evidence and everything that can name its key.</summary>
public sealed class NodeCommandTests : IDisposable
{
    private readonly NodeBench bench = new();
    private readonly TemporaryFolder folder = new();

    public NodeCommandTests()
    {
        bench.Maker.Variables.Add("SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c", [6, 0, 0, 0, 1]);
        byte[] info = PublicKeys.ToSubjectPublicKeyInfo(bench.Key.Area)!;
        byte[] evidence = bench.Maker.Make(NodeBench.Nonce);
        Write("node.cbor", evidence);
        Write("node.cmw", CmwRecord.Of(MediaTypes.NodeEvidence, evidence, CmwIndicator.Evidence).EncodeCbor());
        Write("broken.cbor", evidence[..^1]);
        Write("ak.tpm2b", bench.Key.Public);
        Write("ak.tpmt", WireValue.Encode(bench.Key.Area));
        Write("ak.pem", Encoding.ASCII.GetBytes(new string(System.Security.Cryptography.PemEncoding.Write("PUBLIC KEY", info))));
        Write("ak.der", info);
        Write("node.json", Encoding.UTF8.GetBytes(Enrolment("enrolled").ToJsonString()));
        Write("old.json", Encoding.UTF8.GetBytes(Enrolment("superseded").ToJsonString()));
        Write("other.json", Encoding.UTF8.GetBytes(Enrolment("enrolled", "000b00").ToJsonString()));
        Write("policy.json", """{"id":"boot-only","node":{"require":["kernel"]}}"""u8.ToArray());
    }

    [Fact]
    public void InspectNamesEveryPart()
    {
        (int exitCode, JsonObject document) = Attest.Json("inspect", folder["node.cbor"]);
        Assert.Equal(ExitCodes.Good, exitCode);
        Assert.Equal("evidence of a worker node (TPM)", document["kind"]!.ToString());
        JsonNode facts = document["content"]!;
        Assert.Equal(bench.Key.Name, facts["attestationKey"]!["name"]!.ToString());
        Assert.Equal("sha256:0,1,2,3,4,5,6,7,8,9,10,14", facts["quote"]![0]!["pcrs"]!.ToString());
        Assert.Equal(12, facts["pcr"]!["sha256"]!.AsObject().Count);
        Assert.Equal(bench.Maker.BootLog!.Length, (int)facts["bootLog"]!["bytes"]!);
        Assert.True((int)facts["imaLog"]!["entries"]! > 10);
        Assert.Equal("not there", facts["userspaceLog"]!["absent"]!.ToString());
        Assert.Equal("worker-1", facts["bindings"]!["nodeName"]!.ToString());
        Assert.Equal("1 bytes", facts["variables"]!["SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"]!.ToString());
    }

    [Fact]
    public void InspectLintsWhatItCannotRead()
    {
        bench.Maker.BootLog = [1, 2, 3];
        Write("odd.cbor", bench.Maker.Make(NodeBench.Nonce, members => members[2] = [0x41, 0x00]));
        Attest run = Attest.Run("inspect", folder["odd.cbor"]);
        Assert.Contains("the attestation key is no TPM2B_PUBLIC", run.Out, StringComparison.Ordinal);
        Assert.Contains("the boot event log cannot be read", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TPM2B_PUBLIC", "ak.tpm2b", "--node-class Example/Worker")]
    [InlineData("TPMT_PUBLIC", "ak.tpmt", "--node-class Example/Worker")]
    [InlineData("PEM", "ak.pem", "--node-class Example/Worker")]
    [InlineData("DER", "ak.der", "--node-class Example/Worker")]
    [InlineData("enrolment", "node.json", "")]
    public void AKeyInAnyFormIsEnrolled(string form, string file, string more)
    {
        JsonObject document = Appraise(file, more);
        Assert.DoesNotContain("node.not-enrolled", Codes(document));
        Assert.DoesNotContain("node.class", Codes(document));
        Assert.Equal("worker-1", document["node"]!["nodeName"]!.ToString());
        Assert.Equal(2, (int)document["vector"]!["instance-identity"]!);
        Assert.Equal(form == "enrolment" ? "CN=Root of TPMs" : "", document["node"]!["anchor"]!.ToString());
    }

    [Theory]
    [InlineData("another node's enrolment", "other.json", "", "node.not-enrolled")]
    [InlineData("no class", "ak.pem", "", "node.class")]
    [InlineData("another name", "ak.tpm2b", "--node-name worker-2", "node.name")]
    public void ARefusalNamesItsReason(string defect, string file, string more, string reason) =>
        Assert.True(Codes(Appraise(file, more)).Contains(reason), defect);

    [Theory]
    [InlineData("superseded", "old.json", "")]
    [InlineData("no key at all", "policy.json", "")]
    [InlineData("no class", "ak.pem", "--node-class Worker")]
    public void AUselessAnchorIsAUsageError(string defect, string file, string more)
    {
        (int exitCode, JsonObject document) = Attest.Json([.. Arguments("node.cbor", file), .. Words(more)]);
        Assert.True(exitCode == ExitCodes.Usage, defect);
        Assert.NotNull(document["error"] ?? document["hint"] ?? document["sentence"]);
    }

    [Theory]
    [InlineData("no nonce", 0)]
    [InlineData("a short one", 7)]
    [InlineData("a long one", 65)]
    public void ANonceOfNoSessionIsAUsageError(string what, int size)
    {
        Attest run = Attest.Run("appraise", "--evidence", folder["node.cbor"], "--type", MediaTypes.NodeEvidence, "--nonce", new string('a', 2 * size));
        Assert.True(run.ExitCode == ExitCodes.Usage, what);
        Assert.Contains($"{size} bytes", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AWrappedEvidenceFindsItsAnchorToo()
    {
        (_, JsonObject document) = Attest.Json("appraise", "--evidence", folder["node.cmw"], "--type", MediaTypes.CmwCbor, "--nonce", Nonce, "--anchor", folder["node.json"]);
        Assert.Equal(2, (int)document["vector"]!["instance-identity"]!);
    }

    [Fact]
    public void DamagedEvidenceIsRefusedAsThat()
    {
        (int exitCode, JsonObject document) = Attest.Json(Arguments("broken.cbor", "ak.tpm2b"));
        Assert.Equal(ExitCodes.Refused, exitCode);
        Assert.Contains("cbor.truncated", Codes(document));
    }

    [Fact]
    public void TheTextTellsNodeAndNotes()
    {
        bench.Maker.Clock = bench.Maker.Clock with { Safe = false };
        Write("unsafe.cbor", bench.Maker.Make(NodeBench.Nonce));
        Attest run = Attest.Run([.. Arguments("unsafe.cbor", "node.json"), "--policy", folder["policy.json"]]);
        Assert.StartsWith("verdict: contraindicated (policy boot-only)\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("worker-1", run.Out, StringComparison.Ordinal);
        Assert.Contains("node.clock.unsafe at evidence/3/clockInfo (note)", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void AKnownNodeIsAffirmedAndItsBootIsTold()
    {
        WriteReferences();
        string[] args = [.. Arguments("node.cbor", "node.json"), "--corim", folder["node.corim"], "--corim-key", folder["corim.pub"]];
        Attest run = Attest.Run(args);
        Assert.Equal((ExitCodes.Good, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("verdict: affirming (policy default)\n", run.Out, StringComparison.Ordinal);
        Assert.Matches(@"secure boot: +on\n", run.Out);
        Assert.Matches("command line: +/vmlinuz console=", run.Out);
        Assert.Contains("entries judged", run.Out, StringComparison.Ordinal);
        Assert.Contains("| command-line", run.Out, StringComparison.Ordinal);
        (_, JsonObject document) = Attest.Json(args);
        Assert.Equal("affirming", document["status"]!.ToString());
        Assert.True((bool)document["boot"]!["secureBoot"]!);
        Assert.True((bool)document["ima"]!["matched"]!);
        Assert.Contains(document["boot"]!["events"]!.AsArray(), e => e!["class"]!.ToString() == "kernel" && e["reference"] is not null);
    }

    [Fact]
    public void AChangedBootIsRefusedWithEventExpectedAndObserved()
    {
        WriteReferences();
        using var other = new NodeBench("boot-4-cmdline");
        Write("other.cbor", other.Maker.Make(NodeBench.Nonce));
        Write("other.ak", other.Key.Public);
        Attest run = Attest.Run([.. Arguments("other.cbor", "other.ak"), "--node-class", "Example/Worker", "--corim", folder["node.corim"], "--corim-key", folder["corim.pub"]]);
        Assert.Equal(ExitCodes.Refused, run.ExitCode);
        Assert.Contains("boot.command-line at event 40 (PCR 8, EV_IPL, command-line)", run.Out, StringComparison.Ordinal);
        Assert.Matches("found: +/vmlinuz console=", run.Out);
    }

    public void Dispose()
    {
        bench.Dispose();
        folder.Dispose();
    }

    private static string Nonce => Convert.ToHexStringLower(NodeBench.Nonce);

    private static string[] Words(string more) => more.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string> Codes(JsonObject document) => document["findings"]!.AsArray().Select(f => f!["code"]!.ToString());

    private JsonObject Appraise(string anchor, string more)
    {
        (int exitCode, JsonObject document) = Attest.Json([.. Arguments("node.cbor", anchor), .. Words(more)]);
        Assert.Equal(ExitCodes.Refused, exitCode); // there are no reference values here
        return document;
    }

    private string[] Arguments(string evidence, string anchor) =>
        ["appraise", "--evidence", folder[evidence], "--type", MediaTypes.NodeEvidence, "--nonce", Nonce, "--anchor", folder[anchor]];

    /// <summary>A signed CoRIM with the reference values of the good boot, as attest-factory makes it, and its signer's key.</summary>
    private void WriteReferences()
    {
        SigningKey signer = TestKeys.P256;
        NodeReferenceSet set = NodeReferenceSet.Make(KnownMachine.Order with { WithIma = true }, [KnownMachine.Of(NodeBoots.Good)]);
        Write("node.corim", Assert.Single(set.Sign("Example", signer)));
        Write("corim.pub", signer.PublicKey.ToSpki());
    }

    private JsonObject Enrolment(string state, string? node = null) => new()
    {
        ["node"] = node ?? bench.Key.Name,
        ["nodeName"] = "worker-1",
        ["class"] = new JsonObject { ["vendor"] = "Example", ["model"] = "Worker" },
        ["state"] = state,
        ["ekName"] = "000b01",
        ["ekKey"] = "02",
        ["anchor"] = "CN=Root of TPMs",
    };

    private void Write(string name, byte[] bytes) => File.WriteAllBytes(folder[name], bytes);
}
