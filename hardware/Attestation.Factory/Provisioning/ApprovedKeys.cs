using System.Security.Cryptography;
using System.Text;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Provisioning;

/// <summary>Provisioning Scheme 3's database: SHA-512 of every UDS public key that may be certified on demand (Open Profile for DICE, Scheme 3 steps 3
/// and 5). One line per key, appended and flushed under an exclusive lock.
/// <code>&lt;SHA-512 of the raw public key, 128 lower-case hex digits&gt; TAB &lt;vendor&gt; TAB &lt;model&gt; TAB &lt;device id&gt; LF</code></summary>
public sealed class ApprovedKeys(string path)
{
    /// <summary>Its name in the folder of a CA.</summary>
    public const string FileName = "approved.txt";

    private const int Columns = 4;

    /// <summary>Retains a key, durably. A key that is there already, from a run that was cut, is not written twice.</summary>
    /// <exception cref="FactoryException"><c>factory.write-failed</c></exception>
    public void Approve(VerificationKey key, string vendor, string model, string deviceId, bool resumed)
    {
        try
        {
            if (resumed && Find(key) is not null)
                return;
            using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.None);
            file.Write(Encoding.UTF8.GetBytes($"{HashOf(key)}\t{vendor}\t{model}\t{deviceId}\n"));
            file.Flush(flushToDisk: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FactoryException(FactoryReasons.WriteFailed, $"{path}: {e.Message}", e);
        }
    }

    /// <summary>The class of an approved key.</summary>
    /// <exception cref="FactoryException"><c>factory.uds-unapproved</c></exception>
    public (string Vendor, string Model) Require(VerificationKey key) =>
        Find(key) ?? throw new FactoryException(LineReasons.UdsUnapproved, $"SHA-512 {HashOf(key)[..32]}...");

    private (string Vendor, string Model)? Find(VerificationKey key)
    {
        if (!File.Exists(path))
            return null;
        string hash = HashOf(key);
        foreach (string line in File.ReadLines(path))
        {
            string[] columns = line.Split('\t');
            if (columns.Length == Columns && columns[0] == hash)
                return (columns[1], columns[2]);
        }
        return null;
    }

    private static string HashOf(VerificationKey key) => Convert.ToHexStringLower(SHA512.HashData(key.PublicBytes.Span));
}
