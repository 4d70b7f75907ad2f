namespace Attestation.NodeAgent.Evidence;

/// <summary>Reads logs whose files say no length (securityfs) and grow while they are read.</summary>
internal static class LogFile
{
    private const int PieceBytes = 1 << 20;

    /// <summary>The whole log, or why not.</summary>
    /// <param name="path">Null: turned off.</param>
    /// <param name="most">Larger ones are not sent.</param>
    public static LogContent Read(string? path, int most)
    {
        LogContent content = ReadFrom(path, 0, most);
        return content is { Absence: Absence.None, Length: 0 } ? LogContent.Missing(Absence.Empty) : content;
    }

    /// <summary>
    /// The IMA list from where the verifier left off. A list that has become shorter than that is another boot's: it is sent from its start.
    /// Read it after the quote: a list may be longer than what PCR 10 covers, never shorter.
    /// </summary>
    public static ImaContent ReadIma(string? path, ImaStart start, int most)
    {
        if (start.Offset > 0 && start.Entries > 0)
        {
            LogContent more = ReadFrom(path, start.Offset - 1, most + 1L); // the last byte seen already shows that the list reaches so far
            if (more.Absence != Absence.None || more.Length > 0)
                return new ImaContent(start.Offset, start.Entries, WithoutFirstByte(more));
        }
        return new ImaContent(0, 0, Read(path, most));
    }

    private static LogContent WithoutFirstByte(LogContent content) =>
        content.Absence == Absence.None ? content with { Pieces = [content.Pieces[0][1..], .. content.Pieces.Skip(1)] } : content;

    private static LogContent ReadFrom(string? path, long offset, long most)
    {
        if (path is null)
            return LogContent.Missing(Absence.TurnedOff);
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            if (offset > 0)
                file.Seek(offset, SeekOrigin.Begin);
            return Pieces(file, most);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return LogContent.Missing(Absence.NotThere);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return LogContent.Missing(Absence.NotReadable);
        }
    }

    private static LogContent Pieces(FileStream file, long most)
    {
        var pieces = new List<ReadOnlyMemory<byte>>();
        for (long length = 0; ;)
        {
            var piece = new byte[Math.Min(PieceBytes, most + 1)];
            int filled = file.ReadAtLeast(piece, piece.Length, throwOnEndOfStream: false);
            length += filled;
            if (length > most)
                return LogContent.Missing(Absence.TooLarge);
            if (filled > 0)
                pieces.Add(piece.AsMemory(0, filled));
            if (filled < piece.Length)
                return LogContent.Of(pieces);
        }
    }
}
