namespace Attestation.Factory.Releases.Comparison;

/// <summary>A file that the line writes to the flash, in one of two releases or in both.</summary>
/// <param name="Old">Null where it is new.</param>
/// <param name="New">Null where it is gone.</param>
public sealed record FlashDifference(FlashPiece? Old, FlashPiece? New)
{
    public string What => (Old, New) switch
    {
        (null, _) => "new",
        (_, null) => "gone",
        _ when Old.Sha256 != New.Sha256 => "other content",
        _ => "moved",
    };

    /// <summary>What differs, by place in the flash and name.</summary>
    public static IEnumerable<FlashDifference> Of(IReadOnlyList<FlashPiece> old, IReadOnlyList<FlashPiece> @new)
    {
        foreach (string file in old.Concat(@new).Select(piece => piece.File).Distinct(StringComparer.Ordinal))
        {
            var pair = new FlashDifference(old.FirstOrDefault(piece => piece.File == file), @new.FirstOrDefault(piece => piece.File == file));
            if (pair.Old != pair.New)
                yield return pair;
        }
    }
}
