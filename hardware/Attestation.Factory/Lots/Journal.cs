using Attestation.Formats.Lots;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Lots;

/// <summary>A lot's journal, open for appending: every entry is on the disk before <see cref="Append"/> returns. Not for several tasks.</summary>
internal sealed class Journal : IDisposable
{
    private readonly FileStream _file;
    private readonly string _path;
    private readonly JournalReader _reader;
    private byte[] _head;
    private bool _failed;

    private Journal(FileStream file, string path, JournalReader read)
    {
        (_file, _path, _reader, _head, Entries) = (file, path, read, read.Head, read.Entries);
        _file.Position = read.End;
    }

    public long Entries { get; private set; }

    /// <summary>Hash of the last entry.</summary>
    public ReadOnlyMemory<byte> Head => _head;

    /// <summary>Bytes of a torn entry that opening cut off.</summary>
    public long Repaired { get; private init; }

    /// <summary>Opens or makes the file, hands every entry to <paramref name="replay"/>, and cuts a torn one off; its bytes go to <c>PATH.torn-OFFSET</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="replay">Gets the reader, the entry, and where it begins.</param>
    /// <exception cref="FactoryException"><c>factory.journal-broken</c>, <c>factory.write-failed</c>.</exception>
    public static Journal Open(string path, Action<JournalReader, JournalEntry, long> replay)
    {
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
            var reader = new JournalReader(file, path);
            while (reader.Next() is { } entry)
                replay(reader, entry, reader.Start);
            long torn = reader.Torn;
            if (torn > 0)
                CutOff(file, reader.End, path);
            return new Journal(file, path, reader) { Repaired = torn };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            throw new FactoryException(FactoryReasons.WriteFailed, $"{path}: {e.Message}", e);
        }
        catch
        {
            file?.Dispose();
            throw;
        }
    }

    /// <summary>What was certified in the entry that begins there.</summary>
    /// <exception cref="FactoryException"><c>factory.journal-broken</c></exception>
    public CertifiedDevice CertifiedAt(long at) => _reader.CertifiedAt(at);

    /// <summary>Adds an entry behind the last one; never one that would not read back, which would make the whole journal unreadable.</summary>
    /// <returns>Where it begins.</returns>
    /// <exception cref="FactoryException"><c>factory.write-failed</c>: the entry cannot be read back and is not there, or may be there in part; the next
    /// opening repairs that.</exception>
    public long Append(JournalEntry entry)
    {
        byte[] frame = JournalFrame.Of(Readable(entry with { Previous = _head }), out byte[] hash);
        if (_failed)
            throw new FactoryException(FactoryReasons.WriteFailed, $"{_path}: an entry before could not be written.");
        long at = _file.Position;
        try
        {
            _file.Write(frame);
            _file.Flush(flushToDisk: true);
        }
        catch (IOException e)
        {
            _failed = true; // nothing goes behind half an entry
            throw new FactoryException(FactoryReasons.WriteFailed, $"{_path}: {e.Message}", e);
        }
        _head = hash;
        Entries++;
        return at;
    }

    public void Dispose() => _file.Dispose();

    private byte[] Readable(JournalEntry entry)
    {
        byte[] bytes;
        try
        {
            bytes = JournalEntryCbor.Encode(entry);
        }
        catch (ArgumentException e) // text that is no Unicode
        {
            throw new FactoryException(FactoryReasons.WriteFailed, $"{_path}: an entry of kind {entry.Kind} cannot be written: {e.Message}", e);
        }
        return bytes.Length <= JournalFrame.MaxEntry && JournalEntryCbor.TryParse(bytes, out _)
            ? bytes
            : throw new FactoryException(FactoryReasons.WriteFailed, $"{_path}: an entry of kind {entry.Kind} and {bytes.Length} bytes could not be read back, and is not written.");
    }

    private static void CutOff(FileStream file, long end, string path)
    {
        byte[] torn = new byte[file.Length - end];
        file.Position = end;
        file.ReadExactly(torn);
        File.WriteAllBytes($"{path}.torn-{end}", torn);
        file.SetLength(end);
        file.Flush(flushToDisk: true);
    }
}
