using System.Security.Cryptography;
using System.Text;

namespace Attestation.NodeAgent.Evidence;

/// <summary>What a quote is made over besides PCRs: 32 bytes.</summary>
public static class QualifyingData
{
    /// <summary>
    /// For evidence: SHA-256(tag || 00 || u8 length of nonce || nonce || bindings), docs/formats/node-evidence.cddl.
    /// </summary>
    public static byte[] OfEvidence(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> bindings) =>
        SHA256.HashData([.. Encoding.ASCII.GetBytes(EvidenceFormat.QualifyingTag), 0, checked((byte)nonce.Length), .. nonce, .. bindings]);

    /// <summary>For the node's UDS key at enrolment: SHA-256(tag || 00 || activation secret || SubjectPublicKeyInfo).</summary>
    public static byte[] OfIdentity(ReadOnlySpan<byte> activationSecret, ReadOnlySpan<byte> subjectPublicKeyInfo)
    {
        byte[] input = [.. Encoding.ASCII.GetBytes(EvidenceFormat.IdentityTag), 0, .. activationSecret, .. subjectPublicKeyInfo];
        try
        {
            return SHA256.HashData(input);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(input);
        }
    }
}
