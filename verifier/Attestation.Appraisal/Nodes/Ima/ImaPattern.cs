namespace Attestation.Appraisal.Nodes.Ima;

/// <summary>
/// A pattern over the whole of a path: <c>*</c> is any run of bytes but <c>/</c>, <c>**</c> any run, everything else itself. Matched without recursion: a
/// star only ever gives way to the latest one of its kind, so the time is bounded by the product of the lengths.
/// </summary>
internal static class ImaPattern
{
    internal static bool Matches(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> path)
    {
        var narrow = Retry.None; // behind the latest *
        var wide = Retry.None; // behind the latest **
        int p = 0, at = 0;
        while (p < pattern.Length || at < path.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                bool isWide = p + 1 < pattern.Length && pattern[p + 1] == '*';
                p += isWide ? 2 : 1;
                if (isWide)
                    (wide, narrow) = (new Retry(p, at), Retry.None);
                else
                    narrow = new Retry(p, at);
            }
            else if (p < pattern.Length && at < path.Length && pattern[p] == path[at])
            {
                (p, at) = (p + 1, at + 1);
            }
            else if (narrow.Pattern >= 0 && narrow.Path < path.Length && path[narrow.Path] != '/')
            {
                narrow = new Retry(narrow.Pattern, narrow.Path + 1);
                (p, at) = (narrow.Pattern, narrow.Path);
            }
            else if (wide.Pattern >= 0 && wide.Path < path.Length)
            {
                (wide, narrow) = (new Retry(wide.Pattern, wide.Path + 1), Retry.None);
                (p, at) = (wide.Pattern, wide.Path);
            }
            else
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Where to go on when the rest does not match: pattern behind the star, path up to which the star has eaten.</summary>
    private readonly record struct Retry(int Pattern, int Path)
    {
        internal static Retry None => new(-1, -1);
    }
}
