using System.Globalization;
using System.Text;
using Attestation.Factory.Files;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Provisioning;

/// <summary>Every UDS public key that this CA certified, so that none is certified twice ("do not retain or inject to multiple devices", Open
/// Profile for DICE, Provisioning Scheme 2). One line per key, appended and flushed under an exclusive lock: stations may share the folder.
/// <code>&lt;SHA-256 of the SubjectPublicKeyInfo, 64 lower-case hex digits&gt; &lt;device id&gt; LF</code>
/// Keys already read are kept in memory, 40 bytes each; an entry reads only what other stations added since.</summary>
public sealed class UdsRegistry
{
    private const int HashDigits = 64;

    private readonly string _path;
    private readonly SharedLines _lines;
    private readonly HashSet<(UInt128 High, UInt128 Low)> _known = [];

    public UdsRegistry(string path) => (_path, _lines) = (path, new SharedLines(path, Take));

    /// <summary>Enters a key, durably, before its certificate is made.</summary>
    /// <param name="keyHash">SHA-256 of the SubjectPublicKeyInfo, lower-case hex.</param>
    /// <param name="deviceId">Goes into the line.</param>
    /// <param name="resumed">The caller's journal knows that this device was begun and not finished: the same key under the same id is what was entered then.</param>
    /// <exception cref="FactoryException"><c>factory.uds-reused</c>, <c>factory.write-failed</c>.</exception>
    public void Enter(string keyHash, string deviceId, bool resumed = false)
    {
        try
        {
            using FileStream file = _lines.Open();
            if (_known.Contains(KeyOf(keyHash)))
            {
                string first = FirstHolder(file, keyHash);
                if (resumed && first == deviceId)
                    return;
                throw new FactoryException(FactoryReasons.UdsReused, $"First seen as {first}; key {keyHash}.");
            }
            _lines.Append(file, $"{keyHash} {deviceId}");
            _known.Add(KeyOf(keyHash));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FactoryException(FactoryReasons.WriteFailed, $"{_path}: {e.Message}", e);
        }
    }

    /// <summary>Half a line counts, if it holds a whole hash.</summary>
    private void Take(string line)
    {
        if (line.Length >= HashDigits && !line.AsSpan(0, HashDigits).ContainsAnyExcept("0123456789abcdef"))
            _known.Add(KeyOf(line));
    }

    /// <summary>Looked for in the whole file: of a key that is there already, which is rare.</summary>
    private static string FirstHolder(FileStream file, string keyHash)
    {
        file.Position = 0;
        using var reader = new StreamReader(file, Encoding.UTF8, leaveOpen: true);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith(keyHash, StringComparison.Ordinal))
                return line[HashDigits..].Trim();
        }
        return "a device that is no longer in the register";
    }

    private static (UInt128, UInt128) KeyOf(ReadOnlySpan<char> keyHash) =>
        (UInt128.Parse(keyHash[..32], NumberStyles.HexNumber, null), UInt128.Parse(keyHash[32..64], NumberStyles.HexNumber, null));
}
