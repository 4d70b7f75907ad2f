using Attestation.Simulator.Boards;
using Attestation.Simulator.Faults;
using Attestation.Simulator.Verifiers;

namespace Attestation.SystemTests.Simulator;

/// <summary>What a run leaves behind is enough to judge it again without the service: <c>attest appraise</c> on the stored files says the same.</summary>
[Collection(ProvingGroundCollection.Name)]
public sealed class ReplayTests(ProvingGroundFixture fixture)
{
    [Theory]
    [InlineData("p256-x509")]
    [InlineData("p384-mixed")]
    [InlineData("ed25519-cbor")]
    public async Task AGenuineDeviceIsAffirmedAgain(string name)
    {
        CryptoSuite suite = CryptoSuite.All.Single(s => s.Name == name);
        await fixture.Ground.AttestGenuineAsync("replayed-" + name, suite, CancellationToken.None);
        CommandRun again = await AppraiseAsync("replayed-" + name);
        Assert.True(again.ExitCode == 0, again.Output + again.Error);
    }

    [Theory]
    [InlineData("changed-image")]
    [InlineData("rollback")]
    [InlineData("debug-mode")]
    [InlineData("wrong-ca")]
    [InlineData("forged-certificate")]
    [InlineData("truncated-chain")]
    public async Task AnAttackIsRefusedAgainForTheSameReason(string name)
    {
        Fault fault = FaultCatalogue.BuiltIn().Find(name)!;
        string device = name + "-again";
        VerifierAnswer answer = await fixture.Ground.RunAsync(fault with { Name = device }, CancellationToken.None);
        CommandRun again = await AppraiseAsync(device);
        Assert.Equal(1, again.ExitCode);
        Assert.All(answer.Reasons, reason => Assert.Contains(reason, again.Output + again.Error));
    }

    private Task<CommandRun> AppraiseAsync(string device)
    {
        string folder = fixture.FolderOf(device), releases = fixture.FolderOf("releases"), home = fixture.FolderOf("verifier");
        string endorsement = Path.Combine(folder, "endorsement.corim");
        string[] corims = [Path.Combine(releases, "current.corim"), Path.Combine(releases, "older.corim"), .. File.Exists(endorsement) ? [endorsement] : Array.Empty<string>()];
        return CommandRun.Of("attest",
        [
            "appraise", "--json",
            "--evidence", Path.Combine(folder, "evidence.cbor"),
            "--nonce", File.ReadAllText(Path.Combine(folder, "nonce.hex")),
            "--anchor", Path.Combine(home, "anchors", "ca.crt.pem"),
            "--corim-key", Path.Combine(home, "corim-keys", "corim.pub.pem"),
            .. corims.SelectMany(file => new[] { "--corim", file }),
        ]);
    }
}
