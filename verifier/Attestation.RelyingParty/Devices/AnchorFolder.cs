using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Attestation.Formats;
using Attestation.Formats.Dice;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;
using Attestation.Formats.X509;

namespace Attestation.RelyingParty.Devices;

/// <summary>
/// Reads folders of trust, as the verifier's <c>--anchors</c>: certificates of manufacturers (PEM with any number of them, or DER), UDS public keys (PEM or DER
/// SubjectPublicKeyInfo), and files *.hash with SHA-256 of raw UDS public keys in hex, one a line. Hidden files are left out. One file that cannot be read
/// refuses the folder: trust is never partial by accident.
/// </summary>
public static class AnchorFolder
{
    private const int LargestFile = 4 << 20;

    /// <param name="folder">The folder.</param>
    /// <param name="anchors">What is trusted.</param>
    /// <param name="error">What is wrong with the file that its path begins with.</param>
    /// <exception cref="IOException">The folder or a file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static bool TryRead(string folder, [NotNullWhen(true)] out DiceAnchors? anchors, out ParseError error)
    {
        anchors = null;
        error = default;
        List<UnverifiedCertificate> authorities = [];
        List<VerificationKey> keys = [];
        List<ReadOnlyMemory<byte>> hashes = [];
        foreach ((string name, byte[] content) in Files(folder))
        {
            bool read = name.EndsWith(".hash", StringComparison.OrdinalIgnoreCase)
                ? TryHashes(content, hashes, out error)
                : TryKey(content, keys) || TryCertificates(content, authorities, out error);
            if (read)
                continue;
            error = error.Within(name);
            return false;
        }
        anchors = new DiceAnchors { Authorities = authorities, UdsKeys = keys, UdsKeyHashes = hashes };
        return true;
    }

    /// <summary>A folder of certificates that complete chains and are not trusted themselves.</summary>
    public static bool TryReadKnown(string folder, [NotNullWhen(true)] out KnownCertificates? known, out ParseError error)
    {
        known = null;
        error = default;
        List<UnverifiedCertificate> certificates = [];
        foreach ((string name, byte[] content) in Files(folder))
        {
            if (TryCertificates(content, certificates, out error))
                continue;
            error = error.Within(name);
            return false;
        }
        known = new KnownCertificates(certificates);
        return true;
    }

    private static IEnumerable<(string Name, byte[] Content)> Files(string folder) => Directory.EnumerateFiles(folder)
        .Where(path => !Path.GetFileName(path).StartsWith('.'))
        .Order(StringComparer.Ordinal)
        .Select(path => (Path.GetFileName(path), new FileInfo(path).Length <= LargestFile
            ? File.ReadAllBytes(path)
            : throw new IOException($"{path} is larger than {LargestFile} bytes")));

    private static bool TryCertificates(byte[] content, List<UnverifiedCertificate> certificates, out ParseError error)
    {
        bool read = IsPem(content)
            ? CertificateFile.TryParsePem(Encoding.Latin1.GetString(content), out IReadOnlyList<UnverifiedCertificate> found, out error)
            : CertificateFile.TryParseConcatenated(content, out found, out error);
        if (read)
            certificates.AddRange(found);
        return read;
    }

    private static bool TryKey(byte[] content, List<VerificationKey> keys)
    {
        bool read = IsPem(content)
            ? VerificationKey.TryParsePem(Encoding.Latin1.GetString(content), out VerificationKey key, out _)
            : VerificationKey.TryParseSpki(content, out key, out _);
        if (read)
            keys.Add(key);
        return read;
    }

    private static bool TryHashes(byte[] content, List<ReadOnlyMemory<byte>> hashes, out ParseError error)
    {
        error = new ParseError(KeyReasons.Malformed, 0, "");
        foreach (string line in Encoding.Latin1.GetString(content).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            byte[] hash = new byte[32];
            if (line.Length != 64 || Convert.FromHexString(line, hash, out _, out _) != OperationStatus.Done)
                return false;
            hashes.Add(hash);
        }
        return true;
    }

    private static bool IsPem(byte[] content) => content.AsSpan().IndexOf("-----BEGIN "u8) >= 0;
}
