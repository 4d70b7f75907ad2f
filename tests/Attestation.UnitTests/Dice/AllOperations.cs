using Attestation.Dice;
using Attestation.Dice.Host;

namespace Attestation.UnitTests.Dice;

/// <summary>Every implementation of the DICE operations: a new one gets all contract and vector tests by standing here.</summary>
public static class AllOperations
{
    public static IReadOnlyDictionary<string, IDiceOperations> ByName { get; } = new Dictionary<string, IDiceOperations>
    {
        ["host, libcrypto"] = new HostDiceOperations(),
        ["host, no libcrypto"] = HostDiceOperations.WithoutLibCrypto(),
        ["software"] = new SoftwareDiceOperations(),
    };

    public static IEnumerable<string> Names => ByName.Keys;
}
