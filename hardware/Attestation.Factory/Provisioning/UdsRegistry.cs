using System.Text;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Provisioning;

/// <summary>Every UDS public key that this CA certified, so that none is certified twice ("do not retain or inject to multiple devices", Open
/// Profile for DICE, Provisioning Scheme 2). One line per key, appended and flushed under an exclusive lock: stations may share the folder.
/// <code>&lt;SHA-256 of the SubjectPublicKeyInfo, 64 lower-case hex digits&gt; &lt;device id&gt; LF</code></summary>
public sealed class UdsRegistry(string path)
{
    private const int HashDigits = 64;

    /// <summary>Enters a key, durably, before its certificate is made.</summary>
    /// <exception cref="FactoryException"><c>factory.uds-reused</c>, <c>factory.write-failed</c>.</exception>
    public void Enter(string keyHash, string deviceId)
    {
        try
        {
            using FileStream file = OpenExclusively();
            using var reader = new StreamReader(file, Encoding.UTF8, leaveOpen: true);
            while (reader.ReadLine() is { } line)
            {
                if (line.Length >= HashDigits && line.AsSpan(0, HashDigits).SequenceEqual(keyHash))
                    throw new FactoryException(FactoryReasons.UdsReused, $"First seen as {line[HashDigits..].Trim()}; key {keyHash}.");
            }
            Append(file, $"{keyHash} {deviceId}\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FactoryException(FactoryReasons.WriteFailed, $"{path}: {e.Message}", e);
        }
    }

    /// <summary>On a line of its own, also where a power cut left half a line.</summary>
    private static void Append(FileStream file, string line)
    {
        bool halfLine = false;
        if (file.Length > 0)
        {
            file.Seek(-1, SeekOrigin.End);
            halfLine = file.ReadByte() != '\n';
        }
        file.Write(Encoding.UTF8.GetBytes(halfLine ? "\n" + line : line));
        file.Flush(flushToDisk: true);
    }

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
