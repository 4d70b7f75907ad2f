using System.Security.Cryptography;
using Attestation.Factory.Files;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Provisioning;

/// <summary>Provisioning Scheme 3's database: SHA-512 of every UDS public key that may be certified on demand (Open Profile for DICE, Scheme 3 steps 3
/// and 5). One line per key, appended and flushed under an exclusive lock: stations may share it.
/// <code>&lt;SHA-512 of the raw public key, 128 lower-case hex digits&gt; TAB &lt;vendor&gt; TAB &lt;model&gt; TAB &lt;device id&gt; LF</code>
/// Lines already read are kept in memory; a look reads only what other stations added since.</summary>
public sealed class ApprovedKeys
{
    /// <summary>Its name in the folder of a CA.</summary>
    public const string FileName = "approved.txt";

    private const int Columns = 4;

    private readonly string _path;
    private readonly SharedLines _lines;
    private readonly Dictionary<string, ApprovedKey> _known = new(StringComparer.Ordinal);
    private ApprovedKey? _last;

    public ApprovedKeys(string path) => (_path, _lines) = (path, new SharedLines(path, Take));

    /// <summary>Retains a key, durably. A key that is there already, from a run that was cut, is not written twice.</summary>
    /// <exception cref="FactoryException"><c>factory.write-failed</c></exception>
    public void Approve(VerificationKey key, string vendor, string model, string deviceId, bool resumed) => Locked(file =>
    {
        string hash = HashOf(key);
        if (resumed && _known.ContainsKey(hash))
            return;
        string line = $"{hash}\t{vendor}\t{model}\t{deviceId}";
        _lines.Append(file, line);
        Take(line);
    });

    /// <summary>What was approved about a key.</summary>
    /// <exception cref="FactoryException"><c>factory.uds-unapproved</c></exception>
    public ApprovedKey Require(VerificationKey key)
    {
        string hash = HashOf(key);
        if (File.Exists(_path))
            Locked(_ => { });
        return _known.GetValueOrDefault(hash) ?? throw new FactoryException(LineReasons.UdsUnapproved, $"SHA-512 {hash[..32]}...");
    }

    private void Locked(Action<FileStream> step)
    {
        try
        {
            using FileStream file = _lines.Open();
            step(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FactoryException(FactoryReasons.WriteFailed, $"{_path}: {e.Message}", e);
        }
    }

    /// <summary>The first line about a key counts. Neighbours are mostly of one class and share its strings.</summary>
    private void Take(string line)
    {
        string[] columns = line.Split('\t');
        if (columns.Length != Columns)
            return;
        var approved = new ApprovedKey(columns[1] == _last?.Vendor ? _last.Vendor : columns[1], columns[2] == _last?.Model ? _last.Model : columns[2], columns[3]);
        _known.TryAdd(columns[0], approved);
        _last = approved;
    }

    private static string HashOf(VerificationKey key) => Convert.ToHexStringLower(SHA512.HashData(key.PublicBytes.Span));
}

/// <summary>Which device a key was approved for.</summary>
/// <param name="Vendor">Class of the device.</param>
/// <param name="Model">Class of the device.</param>
/// <param name="DeviceId">The manufacturer's name for it.</param>
public sealed record ApprovedKey(string Vendor, string Model, string DeviceId);
