using Attestation.Formats.Pcrs;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Ima;

/// <summary>
/// Finds the prefix of a list that replays to a quoted PCR: the list grows between the quote and the reading of the list, so what follows the
/// prefix is genuine or not, nobody knows, and is reported as unquoted. Fed in pieces of any size; keeps one incomplete entry at most.
/// </summary>
public sealed class ImaPrefixSearch
{
    private const int MaxFindings = 100;

    private readonly byte[] quoted;
    private readonly ImaVisitor? visit;
    private readonly ImaRun run;
    private readonly PcrBank listBank;
    private readonly List<ImaFinding> findings = [];
    private byte[] joined = [];
    private int held; // bytes of an incomplete entry, at the beginning of joined
    private ImaRun? match;
    private bool broken;

    /// <param name="start">Where to begin: a new state, or the one that the last appraisal ended with.</param>
    /// <param name="quoted">The PCR's value of a verified quote, of the state's bank.</param>
    /// <param name="visit">Called for each entry, with whether it is covered by the quote. An entry that a list without a match has is called
    /// covered before it is known: look at the result first.</param>
    /// <param name="listBank">The bank of the list's template digests.</param>
    public ImaPrefixSearch(ImaRun start, ReadOnlySpan<byte> quoted, ImaVisitor? visit = null, PcrBank listBank = PcrBank.Sha1)
    {
        run = start.Copy();
        this.quoted = quoted.ToArray();
        this.visit = visit;
        this.listBank = listBank;
        LookForMatch();
    }

    /// <summary>Searches a list that is there as a whole.</summary>
    public static ImaPrefix Find(ReadOnlyMemory<byte> list, ImaRun start, ReadOnlySpan<byte> quoted, ImaVisitor? visit = null, PcrBank listBank = PcrBank.Sha1)
    {
        var search = new ImaPrefixSearch(start, quoted, visit, listBank);
        search.Feed(list);
        return search.Finish();
    }

    /// <summary>Takes the next piece of the list; what the visitor sees of it is good during its call only.</summary>
    public void Feed(ReadOnlyMemory<byte> piece)
    {
        if (broken)
            return;
        ReadOnlyMemory<byte> bytes = held == 0 ? piece : Joined(piece.Span);
        int offset = 0;
        ParseError error = default;
        while (offset < bytes.Length)
        {
            if (!ImaList.TryRead(bytes, listBank, ref offset, out ImaEntry entry, out error))
                break;
            Take(entry);
        }
        broken = offset < bytes.Length && error.Code != ImaReasons.Truncated;
        if (broken)
            Report(error.Code);
        Hold(broken ? default : bytes.Span[offset..]);
    }

    /// <summary>Says what was found. The search is over.</summary>
    public ImaPrefix Finish()
    {
        if (held > 0)
            Report(ImaReasons.Truncated);
        if (match is null)
            findings.Add(new ImaFinding(ImaReasons.NoPrefix, -1, run.Offset));
        return new ImaPrefix(match, run, findings);
    }

    private ReadOnlyMemory<byte> Joined(ReadOnlySpan<byte> piece)
    {
        Room(held + piece.Length);
        piece.CopyTo(joined.AsSpan(held));
        return joined.AsMemory(0, held + piece.Length);
    }

    private void Hold(ReadOnlySpan<byte> rest)
    {
        Room(rest.Length);
        rest.CopyTo(joined);
        held = rest.Length;
    }

    private void Room(int size)
    {
        if (size > joined.Length)
            Array.Resize(ref joined, Math.Max(size, 2 * joined.Length));
    }

    private void Take(in ImaEntry entry)
    {
        bool covered = match is null;
        bool digestIsOverData = entry.DigestIsOverData();
        if (!digestIsOverData)
            Report(ImaReasons.TemplateHash);
        if (entry.Pcr != run.Pcr)
            Report(ImaReasons.OtherPcr);
        if (CheckFields(entry, out ImaFields fields))
            visit?.Invoke(entry, fields, covered);
        else
            visit?.Invoke(entry, default, covered);
        run.Add(entry, digestIsOverData);
        LookForMatch();
    }

    /// <summary>The PCR covers an entry's data and not its template's name, so the data must fit the name.</summary>
    private bool CheckFields(in ImaEntry entry, out ImaFields fields)
    {
        if (!entry.Layout.IsKnown)
            Report(ImaReasons.TemplateUnknown);
        if (!ImaFields.TryRead(entry, out fields, out ParseError error))
        {
            Report(error.Code);
            return false;
        }
        if (entry.IsViolation && !fields.IsOfViolation)
            Report(ImaReasons.Fields);
        else if (!entry.IsViolation && !fields.DigestIsOverBuffer())
            Report(ImaReasons.BufferDigest);
        else if (run.Count == 0 && !fields.NameBytes.Span.SequenceEqual("boot_aggregate"u8))
            Report(ImaReasons.NoBootAggregate);
        return true;
    }

    private void LookForMatch()
    {
        if (match is null && run.Is(quoted))
            match = run.Copy();
    }

    private void Report(ReasonCode code)
    {
        if (findings.Count < MaxFindings)
            findings.Add(new ImaFinding(code, run.Count, run.Offset));
    }
}
