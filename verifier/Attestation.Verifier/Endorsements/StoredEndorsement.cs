using System.Security.Cryptography;

namespace Attestation.Verifier.Endorsements;

/// <summary>A CoRIM as it came, kept so that it is verified again at every start.</summary>
/// <param name="MediaType">Content type without parameters.</param>
/// <param name="Document">The bytes.</param>
public sealed record StoredEndorsement(string MediaType, byte[] Document)
{
    /// <summary>SHA-256 of the bytes, lower-case hex: its name in store and log.</summary>
    public string Digest { get; } = Convert.ToHexStringLower(SHA256.HashData(Document));
}
