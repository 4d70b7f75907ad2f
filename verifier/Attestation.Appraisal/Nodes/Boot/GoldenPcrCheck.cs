using Attestation.Appraisal.Devices;
using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Nodes.References;
using Attestation.Appraisal.Policies;
using Attestation.Appraisal.Results;
using Attestation.Formats.Pcrs;
using Attestation.Formats.Reasons;

namespace Attestation.Appraisal.Nodes.Boot;

/// <summary>Golden PCR values: compared where reference values state them; the policy's <c>node.goldenPcrs</c> makes them a condition.</summary>
internal static class GoldenPcrCheck
{
    /// <summary>Name of the comparison in results.</summary>
    internal const string Key = "pcr";

    internal static void Run(BootEvidence evidence, PcrBank bank, AppraisalRecord record)
    {
        bool demanded = evidence.Node.GoldenPcrs;
        Severity severity = demanded || evidence.Policy.UnknownComponents == UnknownComponents.Refuse ? Severity.Refuse : Severity.Warn;
        int compared = 0;
        foreach (var pcr in Values(evidence, bank).GroupBy(v => v.Pcr).OrderBy(g => g.Key))
        {
            string where = $"{bank.BankName()}:{pcr.Key}";
            if (evidence.Quoted.TryGet(bank, pcr.Key, out ReadOnlyMemory<byte> value))
                compared += Compare(evidence, where, pcr.Key, value, [.. pcr], severity, record);
            else
                record.Add(BootReasons.GoldenNotQuoted, where, "quoted", "not quoted", demanded ? Severity.Refuse : Severity.Note);
        }
        if (demanded && compared == 0)
            record.Add(BootReasons.GoldenMissing, $"policy {evidence.Policy.Id}/node/goldenPcrs", $"golden values in {bank.BankName()}", "none that is quoted");
    }

    private static int Compare(BootEvidence evidence, string where, int pcr, ReadOnlyMemory<byte> value, List<GoldenValue> golden, Severity severity, AppraisalRecord record)
    {
        GoldenValue[] equal = [.. golden.Where(g => g.Digest.Value.Span.SequenceEqual(value.Span))];
        GoldenValue? valid = equal.FirstOrDefault(g => g.Reference.Valid(evidence.Now, evidence.Policy.ClockSkew));
        NodeReference named = (valid ?? equal.FirstOrDefault() ?? golden[0]).Reference;
        record.Compared.Add(new ComparedMeasurement(pcr, Key, value, named.Source, named.Signer, valid is not null));
        if (valid is null)
        {
            record.Add(equal.Length > 0 ? BootReasons.ReferenceExpired : BootReasons.GoldenPcr, where,
                string.Join(" | ", golden.Select(g => $"{g.Digest} ({g.Reference.Source})").Distinct()), Convert.ToHexStringLower(value.Span), severity);
        }
        return 1;
    }

    private static IEnumerable<GoldenValue> Values(BootEvidence evidence, PcrBank bank) =>
        from reference in evidence.References?.Pcrs ?? []
        from pcr in reference.Pcrs
        from digest in pcr.Value
        where digest.Algorithm == bank.ReferenceAlgorithm()
        select new GoldenValue(pcr.Key, digest, reference);

    private sealed record GoldenValue(int Pcr, ReferenceDigest Digest, NodeReference Reference);
}
