namespace Attestation.NodeAgent.Evidence;

/// <summary>A log as it was read, in pieces, so that a long one is held once and never copied together; or why there is none.</summary>
/// <param name="Absence">None where there is content.</param>
/// <param name="Pieces">The content, in order.</param>
public sealed record LogContent(Absence Absence, IReadOnlyList<ReadOnlyMemory<byte>> Pieces)
{
    public long Length => Pieces.Sum(piece => (long)piece.Length);

    public static LogContent Missing(Absence absence) => new(absence, []);

    public static LogContent Of(params IReadOnlyList<ReadOnlyMemory<byte>> pieces) => new(Absence.None, pieces);

    /// <summary>The content in one piece.</summary>
    public byte[] ToArray()
    {
        var whole = new byte[Length];
        int at = 0;
        foreach (ReadOnlyMemory<byte> piece in Pieces)
        {
            piece.CopyTo(whole.AsMemory(at));
            at += piece.Length;
        }
        return whole;
    }

    /// <summary>For logs and status: <c>12345 bytes</c>, <c>not there</c>.</summary>
    public override string ToString() => Absence switch
    {
        Absence.None => $"{Length} bytes",
        Absence.NotThere => "not there",
        Absence.NotReadable => "not readable",
        Absence.Empty => "empty",
        Absence.TooLarge => "too large",
        _ => "turned off",
    };
}

/// <summary>The IMA list from some entry on.</summary>
/// <param name="Offset">Bytes before the first one here.</param>
/// <param name="Entries">Entries before the first one here.</param>
/// <param name="Log">The bytes; empty content where nothing is new behind an offset.</param>
public sealed record ImaContent(long Offset, long Entries, LogContent Log);

/// <summary>Where the verifier wants the IMA list to begin: what it has seen and accepted already in this boot.</summary>
public readonly record struct ImaStart(long Offset, long Entries)
{
    public static ImaStart Beginning => default;
}
