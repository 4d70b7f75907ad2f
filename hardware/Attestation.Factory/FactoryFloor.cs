using Attestation.Dice;
using Attestation.Dice.Host;

namespace Attestation.Factory;

/// <summary>What a factory stands on and does not choose itself: the crypto, where entropy comes from, and the time.</summary>
/// <param name="Operations">DICE operations, the same that devices run on.</param>
/// <param name="Entropy">Secret random bytes.</param>
/// <param name="Now">Goes into certificates as notBefore, whole seconds.</param>
public sealed record FactoryFloor(IDiceOperations Operations, EntropySource Entropy, DateTimeOffset Now)
{
    /// <summary>Real entropy and the real clock.</summary>
    public static FactoryFloor OfThisMachine() => new(new HostDiceOperations(), Factory.Entropy.OfSystem, DateTimeOffset.UtcNow);
}
