using Attestation.Formats.Keys;
using Attestation.Formats.X509;

namespace Attestation.Formats.Dice;

/// <summary>What a verifier trusts at the top of DICE chains. The operator put it there; nothing in it came with evidence.</summary>
public sealed record DiceAnchors
{
    public static readonly DiceAnchors None = new();

    /// <summary>UDS public keys of enrolled devices.</summary>
    public IReadOnlyList<VerificationKey> UdsKeys { get; init; } = [];

    /// <summary>SHA-256 of the raw UDS public keys of enrolled devices (<see cref="VerificationKey.Thumbprint"/>). The chain must bring the key itself.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> UdsKeyHashes { get; init; } = [];

    /// <summary>Manufacturer CA certificates, each trusted by itself.</summary>
    public IReadOnlyList<UnverifiedCertificate> Authorities { get; init; } = [];

    /// <summary>Certificates that may be needed between a manufacturer CA and a UDS certificate. Not trusted: their signatures are checked.</summary>
    public IReadOnlyList<UnverifiedCertificate> Intermediates { get; init; } = [];

    /// <summary>Is this the UDS public key of an enrolled device, by key or by hash?</summary>
    public bool Enrols(VerificationKey key)
    {
        foreach (VerificationKey enrolled in UdsKeys)
        {
            if (enrolled.Equals(key))
                return true;
        }
        foreach (ReadOnlyMemory<byte> hash in UdsKeyHashes)
        {
            if (hash.Span.SequenceEqual(key.Thumbprint.Span))
                return true;
        }
        return false;
    }
}
