using System.Text;

namespace Attestation.Factory.Files;

/// <summary>A text file to which several programs append lines, each of them under an exclusive lock and flushed to the disk. Whoever opens it gets only the
/// lines that others added since the last time.</summary>
/// <param name="path">The file; made at the first opening.</param>
/// <param name="take">Gets every line once, without its end; half a line that a power cut left counts as one.</param>
internal sealed class SharedLines(string path, Action<string> take)
{
    private long _read;
    private bool _endsInLine = true;

    /// <summary>Waits up to ten seconds for others.</summary>
    /// <returns>Locked until it is disposed.</returns>
    /// <exception cref="IOException">Still locked, or not to be opened.</exception>
    public FileStream Open()
    {
        FileStream file = OpenExclusively();
        try
        {
            ReadOn(file);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <param name="file">As <see cref="Open"/> gave it.</param>
    /// <param name="line">Without its end.</param>
    /// <exception cref="IOException">The line is not there.</exception>
    public void Append(FileStream file, string line)
    {
        long before = file.Seek(0, SeekOrigin.End);
        try
        {
            file.Write(Encoding.UTF8.GetBytes(_endsInLine ? $"{line}\n" : $"\n{line}\n"));
            file.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            file.SetLength(before); // half a line would stand for a whole one
            throw;
        }
        (_read, _endsInLine) = (file.Length, true);
    }

    /// <summary>A file that became shorter was replaced, and is read from its start.</summary>
    private void ReadOn(FileStream file)
    {
        if (file.Length < _read)
            _read = 0; // what was known stays known
        if (file.Length == _read)
            return;
        file.Position = _read;
        using (var reader = new StreamReader(file, Encoding.UTF8, leaveOpen: true))
        {
            while (reader.ReadLine() is { } line)
                take(line);
        }
        _read = file.Length;
        file.Seek(-1, SeekOrigin.End);
        _endsInLine = file.ReadByte() == '\n';
    }

    private FileStream OpenExclusively()
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0); // nothing that could not be written waits for another try
            }
            catch (IOException) when (attempt < 100 && File.Exists(path))
            {
                Thread.Sleep(100);
            }
        }
    }
}
