using System.Text.Json;
using Attestation.Fuzz.Nodes;
using static Attestation.SystemTests.Verifier.Nodes.NodeRequests;

namespace Attestation.SystemTests.Verifier.Nodes;

/// <summary>Recorded boots of a real machine against reference values made from one of them, from enrolment to the signed result.</summary>
public sealed class NodeVerdictTests
{
    [Fact]
    public async Task AKnownBootIsAffirmedAndItsListGoesOnFromWhereItWasJudged()
    {
        using var world = new NodeWorld();
        using var release = new NodeRelease();
        using var tpm = new SoftwareTpm();
        await using VerifierProcess verifier = await StartAsync(world, release, tpm);
        NodeEvidenceMaker boot = NodeWorld.Boot(tpm);
        JsonElement session = await verifier.AttestAsync(boot);
        JsonElement appraisal = await verifier.AppraisalAsync(session);
        Assert.True(appraisal.GetProperty("status").GetString() == "affirming", appraisal.GetRawText());
        Assert.Equal("affirming", (await verifier.NodeAsync(tpm.AkName)).GetProperty("status").GetString());
        Assert.Equal(boot.ImaLog!.Length, session.GetProperty("next").GetProperty("imaOffset").GetInt64());
        Assert.Equal(47, session.GetProperty("next").GetProperty("imaEntries").GetInt64());

        boot.Clock = boot.Clock with { Clock = boot.Clock.Clock + 300_000 };
        (boot.ImaOffset, boot.ImaEntries, boot.ImaLog) = (boot.ImaLog.Length, 47, []);
        JsonElement again = await verifier.AttestAsync(boot);
        Assert.Equal(session.GetProperty("next").GetRawText(), again.GetProperty("next").GetRawText());
        JsonElement second = await verifier.AppraisalAsync(again);
        Assert.True(second.GetProperty("status").GetString() == "affirming", second.GetRawText());
    }

    [Theory]
    [InlineData("boot-4-cmdline", "boot.command-line")]
    [InlineData("boot-5-initramfs", "boot.initrd")]
    [InlineData("boot-6-ima-extra-binary", "ima.not-allowed")]
    [InlineData("boot-30-sb-setup-mode-linuxefi", "boot.secure-boot.off")]
    [InlineData("boot-20-sb-setup-mode", "node.log.boot-missing")]
    public async Task AnotherBootIsRefusedForWhatDiffers(string boot, string code)
    {
        using var world = new NodeWorld();
        using var release = new NodeRelease();
        using var tpm = new SoftwareTpm();
        await using VerifierProcess verifier = await StartAsync(world, release, tpm);
        JsonElement session = await verifier.AttestAsync(NodeWorld.Boot(tpm, boot));
        JsonElement appraisal = await verifier.AppraisalAsync(session);
        Assert.Equal("contraindicated", appraisal.GetProperty("status").GetString());
        Assert.Contains(code, Codes(appraisal));
        CommandRun explained = await CommandRun.Of("attest", "explain", appraisal.GetProperty("id").GetString()!, "--verifier", verifier.Address.ToString());
        Assert.Equal((0, ""), (explained.ExitCode, explained.Error));
        Assert.Contains("node:          worker-1", explained.Output, StringComparison.Ordinal);
        Assert.Contains($"{code} at ", explained.Output, StringComparison.Ordinal);
    }

    private static async Task<VerifierProcess> StartAsync(NodeWorld world, NodeRelease release, SoftwareTpm tpm)
    {
        world.Allow($"{tpm.EkHash} worker-1 Example/Worker");
        Directory.CreateDirectory(world["keys"]);
        File.WriteAllText(world["keys/releases.pem"], release.PublicPem);
        VerifierProcess verifier = await world.StartAsync("--corim-keys", world["keys"]);
        await LiveWorld.SubmitAsync(verifier, release.Of(NodeWorld.FolderOf("boot-2-sb-on-good")));
        await DocumentAsync(verifier.EnrolAsync(tpm, "worker-1"));
        return verifier;
    }
}
