using System.Text;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Provisioning;

/// <summary>Every UDS public key that this CA certified, so that none is certified twice ("do not retain or inject to multiple devices", Open
/// Profile for DICE, Provisioning Scheme 2). One line per key, appended and flushed under an exclusive lock: stations may share the folder.
/// <code>&lt;SHA-256 of the SubjectPublicKeyInfo, 64 lower-case hex digits&gt; &lt;device id&gt; LF</code>
/// Keys already read are kept in memory, 40 bytes each; an entry reads only what other stations added since.</summary>
public sealed class UdsRegistry(string path)
{
    private const int HashDigits = 64;

    private readonly HashSet<(UInt128 High, UInt128 Low)> _known = [];
    private long _read;

    /// <summary>Enters a key, durably, before its certificate is made.</summary>
    /// <param name="keyHash">SHA-256 of the SubjectPublicKeyInfo, lower-case hex.</param>
    /// <param name="deviceId">Goes into the line.</param>
    /// <param name="resumed">The caller's journal knows that this device was begun and not finished: the same key under the same id is what was entered then.</param>
    /// <exception cref="FactoryException"><c>factory.uds-reused</c>, <c>factory.write-failed</c>.</exception>
    public void Enter(string keyHash, string deviceId, bool resumed = false)
    {
        try
        {
            using FileStream file = OpenExclusively();
            bool endsInLine = ReadOn(file);
            (UInt128, UInt128) key = KeyOf(keyHash);
            if (_known.Contains(key))
            {
                string first = FirstHolder(file, keyHash);
                if (resumed && first == deviceId)
                    return;
                throw new FactoryException(FactoryReasons.UdsReused, $"First seen as {first}; key {keyHash}.");
            }
            Append(file, endsInLine ? $"{keyHash} {deviceId}\n" : $"\n{keyHash} {deviceId}\n");
            _known.Add(key);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FactoryException(FactoryReasons.WriteFailed, $"{path}: {e.Message}", e);
        }
    }

    /// <summary>Reads the lines since the last time; a file that became shorter was replaced, and is read from its start.</summary>
    /// <returns>False where a power cut left half a line at the end. It counts, if it holds a whole hash, and the next entry gets a line of its own.</returns>
    private bool ReadOn(FileStream file)
    {
        if (file.Length < _read)
            _read = 0; // what was known stays known
        if (file.Length == _read)
            return true;
        file.Position = _read;
        using var reader = new StreamReader(file, Encoding.UTF8, leaveOpen: true);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length >= HashDigits && IsHash(line.AsSpan(0, HashDigits)))
                _known.Add(KeyOf(line.AsSpan(0, HashDigits)));
        }
        _read = file.Length;
        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() == '\n';
    }

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

    private void Append(FileStream file, string line)
    {
        file.Seek(0, SeekOrigin.End);
        file.Write(Encoding.UTF8.GetBytes(line));
        file.Flush(flushToDisk: true);
        _read = file.Length;
    }

    private static bool IsHash(ReadOnlySpan<char> text) => !text.ContainsAnyExcept("0123456789abcdef");

    private static (UInt128, UInt128) KeyOf(ReadOnlySpan<char> keyHash) =>
        (UInt128.Parse(keyHash[..32], System.Globalization.NumberStyles.HexNumber, null), UInt128.Parse(keyHash[32..64], System.Globalization.NumberStyles.HexNumber, null));

    /// <summary>Waits up to ten seconds for another station.</summary>
    private FileStream OpenExclusively()
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (attempt < 100 && File.Exists(path))
            {
                Thread.Sleep(100);
            }
        }
    }
}
