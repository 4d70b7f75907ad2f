using Attestation.Dice;
using Attestation.Dice.Host;
using Attestation.Factory;
using Attestation.Factory.Authorities;
using Attestation.Factory.Provisioning;
using Attestation.Formats.Reasons;
using Attestation.Simulator.Worlds;

namespace Attestation.UnitTests.Factory;

/// <summary>A small factory whose entropy is pinned.</summary>
internal static class Sample
{
    private const ulong Seed = 20261121;

    public static readonly DateTimeOffset Now = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);

    public static TheoryData<DiceAlgorithm> Algorithms => [DiceAlgorithm.P256, DiceAlgorithm.P384, DiceAlgorithm.Ed25519];

    public static IDiceOperations Operations { get; } = new HostDiceOperations();

    public static FactoryFloor Floor(string purpose = "sample") => new(Operations, new SeededEntropy(Seed).For(purpose), Now);

    public static ManufacturerCa Authority(TemporaryFolder folder, DiceAlgorithm algorithm = DiceAlgorithm.P256) =>
        ManufacturerCa.Create(folder["ca"], "Example Devices", algorithm, Floor("ca"));

    public static DeviceOrder Order(string id = "unit-0001", ProvisioningScheme scheme = ProvisioningScheme.PreGeneration, DiceAlgorithm algorithm = DiceAlgorithm.P256) =>
        new(id, "Example Devices", "edge-1", scheme, algorithm);

    /// <summary>The reason with which an action is refused.</summary>
    public static ReasonCode Refusal(Action action) => Assert.Throws<FactoryException>(action).Reason;
}
