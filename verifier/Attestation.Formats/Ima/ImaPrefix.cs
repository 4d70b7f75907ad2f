namespace Attestation.Formats.Ima;

/// <summary>The answer of <see cref="ImaPrefixSearch"/>.</summary>
/// <param name="Quoted">The state at the end of the prefix that the quote covers, to continue from; null where no prefix matches.</param>
/// <param name="Last">The state behind the last entry.</param>
/// <param name="Findings">What is wrong, at most a hundred in the order of the list.</param>
public sealed record ImaPrefix(ImaRun? Quoted, ImaRun Last, IReadOnlyList<ImaFinding> Findings)
{
    /// <summary>Does a prefix match, and is nothing wrong with the list?</summary>
    public bool IsGood => Quoted is not null && Findings.Count == 0;

    /// <summary>Entries behind the prefix: the quote says nothing about them.</summary>
    public long UnquotedCount => Quoted is null ? 0 : Last.Count - Quoted.Count;
}
