using Attestation.Simulator.Boards;
using Attestation.Simulator.Faults;
using Attestation.Simulator.Verifiers;

namespace Attestation.SystemTests.Simulator;

/// <summary>Every fault of the catalogue, done to a device of its own and judged by the real service.</summary>
[Collection(ProvingGroundCollection.Name)]
public sealed class EveryFaultTests(ProvingGroundFixture fixture)
{
    public static TheoryData<string> Faults => [.. FaultCatalogue.BuiltIn().All.Select(fault => fault.Name)];

    public static TheoryData<string> Suites => [.. CryptoSuite.All.Select(suite => suite.Name)];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task AFaultIsRefusedForItsOwnReason(string name)
    {
        Fault fault = FaultCatalogue.BuiltIn().Find(name)!;
        VerifierAnswer answer = await fixture.Ground.RunAsync(fault, CancellationToken.None);
        Assert.False(answer.IsGood, $"{name} was accepted");
        Assert.Contains(fault.ExpectedReason, answer.Reasons);
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public async Task AGenuineDeviceIsAffirmed(string name)
    {
        CryptoSuite suite = CryptoSuite.All.Single(s => s.Name == name);
        VerifierAnswer answer = await fixture.Ground.AttestGenuineAsync("genuine-" + name, suite, CancellationToken.None);
        Assert.Empty(answer.Reasons);
        Assert.Equal(VerifierAnswer.Affirming, answer.Verdict);
        string[] kept = ["appraisal.json", "chain.cbor", "ear.jwt", "endorsement.corim", "evidence.cbor", "nonce.hex"];
        Assert.Equal(kept, Directory.GetFiles(fixture.FolderOf("genuine-" + name)).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }
}
