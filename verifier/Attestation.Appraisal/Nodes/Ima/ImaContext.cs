using System.Security.Cryptography;
using System.Text;
using Attestation.Appraisal.Policies;

namespace Attestation.Appraisal.Nodes.Ima;

/// <summary>
/// What accepted entries were accepted by: SHA-256 over the policy's part, the reference values with which of their sources count, and the boot.
/// Under another context an entry that was accepted might be refused, so everything is judged anew.
/// </summary>
internal static class ImaContext
{
    internal static string Of(ImaEvidence evidence, bool[] counts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData("attestation-ima-context-v1\0"u8);
        hash.AppendData(evidence.References.Fingerprint);
        Number(hash, counts.Length);
        foreach (bool one in counts)
            hash.AppendData([one ? (byte)1 : (byte)0]);
        Number(hash, evidence.ResetCount);
        Number(hash, evidence.RestartCount);
        NodeImaPolicy policy = evidence.Policy;
        Texts(hash, policy.Exclude);
        Texts(hash, policy.Violations);
        Texts(hash, policy.Keyrings);
        Texts(hash, policy.Buffers);
        Number(hash, (long)policy.MinimumHash);
        Number(hash, (long)policy.OtherPath);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Texts(IncrementalHash hash, IReadOnlyList<string> texts)
    {
        Number(hash, texts.Count);
        foreach (string text in texts)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            Number(hash, bytes.Length);
            hash.AppendData(bytes);
        }
    }

    private static void Number(IncrementalHash hash, long number)
    {
        Span<byte> eight = stackalloc byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(eight, number);
        hash.AppendData(eight);
    }
}
