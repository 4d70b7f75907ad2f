using Attestation.Appraisal.Results;
using Attestation.Formats.Ima;
using Attestation.Formats.Reasons;

namespace Attestation.Appraisal.Nodes.Ima;

/// <summary>
/// Judges entries one by one. Nearly all are files whose digest the reference values know: those are done while the list streams by, without an
/// allocation. The others are put aside as their place in the list and judged when it is known that the quote covers them.
/// </summary>
internal sealed class ImaEntryJudge(ImaEvidence evidence, bool[] counts, ImaFindings findings, long firstEntry)
{
    private readonly ImaReferences references = evidence.References;
    private readonly int minimumStrength = evidence.Policy.MinimumHash.Strength();
    private readonly List<(long Entry, int Position)> aside = [];
    private readonly ImaFileJudge files = new(evidence, counts, findings);
    private readonly ImaBufferJudge buffers = new(evidence, counts, findings);
    private int position;
    private long entry = firstEntry;

    internal long ByDigest { get; private set; }

    internal long Judged { get; private set; }

    internal long Violations { get; private set; }

    internal ImaFileJudge Files => files;

    internal ImaBufferJudge Buffers => buffers;

    /// <summary>Takes the next entry of the list (an <see cref="ImaVisitor"/>).</summary>
    internal void Take(in ImaEntry taken, in ImaFields fields, bool covered)
    {
        if (!covered)
            return;
        Judged++;
        if (IsKnownFile(taken, fields))
            ByDigest++;
        else
            aside.Add((entry, position));
        entry++;
        position += taken.Length;
    }

    /// <summary>Judges what was put aside.</summary>
    internal void Finish(Formats.Pcrs.PcrBank listBank)
    {
        foreach ((long number, int at) in aside)
        {
            int offset = at;
            // a field that cannot be read is a finding of the search already
            if (ImaList.TryRead(evidence.List, listBank, ref offset, out ImaEntry again, out _) && ImaFields.TryRead(again, out ImaFields fields, out _))
                Judge(number, again, fields);
        }
    }

    private bool IsKnownFile(in ImaEntry taken, in ImaFields fields)
    {
        if (fields.IsDefault || fields.Buffer is not null || fields.Hash.Strength() < minimumStrength || fields.Hash == ImaHash.Unknown)
            return false;
        ReadOnlySpan<byte> name = fields.NameBytes.Span;
        if (IsBootAggregate(name) || taken.IsViolation)
            return false;
        int row = references.Find(ImaReferences.Kind(fields.Hash, fields.IsVerity), fields.Digest.Span, name, counts);
        return row >= 0 && references.Counts(row, counts);
    }

    private void Judge(long number, in ImaEntry again, in ImaFields fields)
    {
        if (again.IsViolation)
        {
            Violations++;
            files.JudgeViolation(number, fields);
        }
        else if (IsBootAggregate(fields.NameBytes.Span))
            JudgeBootAggregate(number, fields);
        else if (fields.Buffer is { } buffer)
            buffers.Judge(number, fields, buffer);
        else
            files.Judge(number, fields);
    }

    /// <summary>Never looked up in the allow-list: whoever knew a boot's aggregate would have to publish a new one for each firmware setting.</summary>
    private void JudgeBootAggregate(long number, in ImaFields fields)
    {
        bool? matches = ImaBootAggregate.Matches(fields, evidence.Pcrs);
        if (matches is true)
            return;
        string pcrs = fields.Hash == ImaHash.Sha1 ? "PCR 0 to 7" : "PCR 0 to 9";
        findings.Add(new Finding(matches is null ? ImaPolicyReasons.BootAggregateUnproven : ImaPolicyReasons.BootAggregate, $"ima/{number} (boot_aggregate)",
            $"hash over the quoted {pcrs} of bank {fields.Algorithm}", $"{fields.Algorithm}:{Convert.ToHexStringLower(fields.Digest.Span)}"));
    }

    private static bool IsBootAggregate(ReadOnlySpan<byte> name) => name.SequenceEqual("boot_aggregate"u8);
}
