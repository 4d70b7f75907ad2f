namespace Attestation.Verifier.Sessions;

/// <summary>Evidence as a session keeps it: whole up to the limit of <c>--keep-evidence</c>, else only what tells it from other evidence.</summary>
/// <param name="Content">The evidence as it came; null where it was too large to keep.</param>
/// <param name="Digest">SHA-256, lower-case hex.</param>
/// <param name="Size">Bytes.</param>
public sealed record KeptEvidence(byte[]? Content, string Digest, long Size)
{
    /// <param name="evidence">As it came.</param>
    /// <param name="digest">Its SHA-256, 32 bytes.</param>
    /// <param name="limit">Larger evidence is not kept.</param>
    public static KeptEvidence Of(byte[] evidence, ReadOnlySpan<byte> digest, int limit) =>
        new(evidence.Length <= limit ? evidence : null, Convert.ToHexStringLower(digest), evidence.Length);
}
