using Attestation.Dice;

namespace Attestation.Device.SelfTest.OpenDice;

/// <summary>A published public key and its identifier.</summary>
internal sealed class KnownKey
{
    internal KnownKey(DiceAlgorithm algorithm, bool isCurrent, string publicKey, string id)
    {
        Algorithm = algorithm;
        IsCurrent = isCurrent;
        PublicKey = publicKey;
        Id = id;
    }

    internal DiceAlgorithm Algorithm { get; }

    /// <summary>Of the current layer; of the next one else.</summary>
    internal bool IsCurrent { get; }

    internal string PublicKey { get; }

    internal string Id { get; }
}
