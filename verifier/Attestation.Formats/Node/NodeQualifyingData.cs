using System.Security.Cryptography;

namespace Attestation.Formats.Node;

/// <summary>
/// The qualifying data of every quote in node evidence, so that one signature ties the session, the PCRs and the node's keys together:
/// <code>SHA-256( "attestation-node-evidence-v1" | 00 | u8 length of nonce | nonce | bindings as sent )</code>
/// </summary>
public static class NodeQualifyingData
{
    private static ReadOnlySpan<byte> Tag => "attestation-node-evidence-v1\0"u8;

    /// <param name="nonce">The session's nonce, at most 255 bytes.</param>
    /// <param name="rawBindings">The content of member 9's byte string, as it came.</param>
    /// <returns>32 bytes.</returns>
    public static byte[] Of(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> rawBindings)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Tag);
        hash.AppendData([checked((byte)nonce.Length)]);
        hash.AppendData(nonce);
        hash.AppendData(rawBindings);
        return hash.GetHashAndReset();
    }
}
