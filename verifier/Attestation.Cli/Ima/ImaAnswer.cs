using Attestation.Appraisal.Nodes.Ima;
using Attestation.Appraisal.Results;
using Attestation.Formats.Ima;
using Attestation.Formats.Pcrs;
using Attestation.Formats.Reasons;

namespace Attestation.Cli.Ima;

/// <summary>What was found in a list.</summary>
/// <param name="Found">The replay.</param>
/// <param name="ListBank">Bank of the template digests in the list.</param>
/// <param name="Templates">Entries of each template.</param>
/// <param name="Findings">What is wrong, of the replay and, where references were given, of the entries.</param>
/// <param name="Verdict">The judgement; null where no references were given.</param>
internal sealed record ImaAnswer(ImaPrefix Found, PcrBank ListBank, SortedDictionary<string, long> Templates, IReadOnlyList<Finding> Findings, ImaVerdict? Verdict)
{
    /// <summary>2 where it is no list at all, rather than one that was changed or is refused.</summary>
    internal int ExitCode =>
        Findings.All(f => f.Severity == Severity.Note) ? ExitCodes.Good : Found.Quoted is null && Found.Findings.Any(IsMalformed) ? ExitCodes.Usage : ExitCodes.Refused;

    internal static ImaAnswer To(ImaQuestion question)
    {
        PcrBank listBank = ImaList.BankOf(question.File.Bytes) ?? PcrBank.Sha1;
        var templates = new SortedDictionary<string, long>(StringComparer.Ordinal);
        ImaPrefix found = ImaPrefixSearch.Find(question.File.Bytes, new ImaRun(question.Bank), question.Quoted is { } quoted ? quoted.Span : [], Count, listBank);
        ImaVerdict? verdict = question.References is null ? null : Judge(question, found);
        IEnumerable<Finding> findings = verdict?.Findings.Select(f => WithoutBootPcrs(question, f)) ?? found.Findings
            .Where(f => question.Quoted is not null || f.Code != ImaReasons.NoPrefix)
            .Select(f => new Finding(f.Code, Where(f), "", ""));
        return new ImaAnswer(found, listBank, templates, [.. findings], verdict);

        void Count(in ImaEntry entry, in ImaFields fields, bool covered) => templates[entry.Template] = templates.GetValueOrDefault(entry.Template) + 1;
    }

    /// <summary>Without a PCR 10 to compare with, the list is judged as if its own end had been quoted.</summary>
    private static ImaVerdict Judge(ImaQuestion question, ImaPrefix found)
    {
        var pcrs = new PcrValueSet();
        foreach ((PcrBank bank, int pcr, ReadOnlyMemory<byte> value) in question.Pcrs.All)
        {
            if (pcr != 10 || bank == question.Bank)
                pcrs.Set(bank, pcr, value);
        }
        pcrs.Set(question.Bank, 10, question.Quoted ?? found.Last.Value.ToArray());
        return ImaAppraisal.Judge(new ImaEvidence
        {
            List = question.File.Bytes,
            Pcrs = pcrs,
            References = question.References!,
            Policy = question.Policy.Node.Ima,
            AcceptUnsigned = question.Policy.AcceptUnsignedCorim,
            Now = question.Now,
            ClockSkew = question.Policy.ClockSkew,
        });
    }

    /// <summary>boot_aggregate can only be told where the boot PCRs were given; without them that is no fault of the list.</summary>
    private static Finding WithoutBootPcrs(ImaQuestion question, Finding finding) =>
        finding.Code == ImaPolicyReasons.BootAggregateUnproven && !question.Pcrs.All.Any(v => v.Pcr < 10) ? finding with { Severity = Severity.Note } : finding;

    private static bool IsMalformed(ImaFinding finding) =>
        finding.Entry == 0 && finding.Code.Id is "ima.truncated" or "ima.pcr-index" or "ima.template-name" or "ima.template-length";

    private static string Where(ImaFinding finding) => finding.Entry < 0 ? "the list" : $"entry {finding.Entry} (byte {finding.Offset})";
}
