using Attestation.Formats;
using Attestation.Formats.Dice;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;
using Attestation.Formats.X509;

namespace Attestation.Verifier.Endorsements;

/// <summary>
/// Reads the folder of <c>--anchors</c>: certificates (PEM with any number of them, or DER), UDS public keys (PEM or DER
/// SubjectPublicKeyInfo), and files *.hash with the SHA-256 of raw UDS public keys in hex, one a line.
/// </summary>
internal static class AnchorFolder
{
    /// <exception cref="ServiceFailure">service.anchors, with the name of the file.</exception>
    public static DiceAnchors Load(string? folder)
    {
        var authorities = new List<UnverifiedCertificate>();
        var keys = new List<VerificationKey>();
        var hashes = new List<ReadOnlyMemory<byte>>();
        foreach ((string name, byte[] content) in TrustFolder.Read(folder, ServiceReasons.Anchors))
        {
            bool read = name.EndsWith(".hash", StringComparison.OrdinalIgnoreCase)
                ? TryHashes(content, hashes)
                : TryCertificates(content, authorities) || TryKey(content, keys);
            if (!read)
                throw new ServiceFailure(ServiceReasons.Anchors, name);
        }
        return new DiceAnchors { Authorities = authorities, UdsKeys = keys, UdsKeyHashes = hashes };
    }

    private static bool TryCertificates(byte[] content, List<UnverifiedCertificate> authorities)
    {
        bool read = TrustFolder.IsPem(content)
            ? CertificateFile.TryParsePem(TrustFolder.TextOf(content), out IReadOnlyList<UnverifiedCertificate> found, out _)
            : CertificateFile.TryParseConcatenated(content, out found, out _);
        if (read)
            authorities.AddRange(found);
        return read;
    }

    private static bool TryKey(byte[] content, List<VerificationKey> keys)
    {
        bool read = TrustFolder.IsPem(content)
            ? VerificationKey.TryParsePem(TrustFolder.TextOf(content), out VerificationKey key, out _)
            : VerificationKey.TryParseSpki(content, out key, out _);
        if (read)
            keys.Add(key);
        return read;
    }

    private static bool TryHashes(byte[] content, List<ReadOnlyMemory<byte>> hashes)
    {
        string[] lines = TrustFolder.TextOf(content).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (string line in lines)
        {
            byte[] hash = new byte[32];
            if (line.Length != 64 || Convert.FromHexString(line, hash, out _, out _) != System.Buffers.OperationStatus.Done)
                return false;
            hashes.Add(hash);
        }
        return lines.Length > 0;
    }
}
