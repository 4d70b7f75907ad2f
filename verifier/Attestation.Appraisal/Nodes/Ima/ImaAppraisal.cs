using Attestation.Appraisal.Results;
using Attestation.Formats.Ima;
using Attestation.Formats.Pcrs;
using Attestation.Formats.Reasons;

namespace Attestation.Appraisal.Nodes.Ima;

/// <summary>
/// Judges the kernel's measurement list of a node (docs/ima.md): finds the prefix that replays to the quoted PCR 10, then judges every entry of it.
/// A function of its input; the list passes once.
/// </summary>
public static class ImaAppraisal
{
    /// <summary>The banks in which PCR 10 is looked for, best first: kernels that lack SHA-384 or SHA-512 when IMA begins fill those with SHA-1.</summary>
    private static readonly PcrBank[] Banks = [PcrBank.Sha256, PcrBank.Sha384, PcrBank.Sha512, PcrBank.Sha1];

    public static ImaVerdict Judge(ImaEvidence evidence)
    {
        bool[] counts = evidence.References.Counting(evidence.Now, evidence.ClockSkew, evidence.AcceptUnsigned);
        string context = ImaContext.Of(evidence, counts);
        var findings = new ImaFindings();
        if (Start(evidence, context, findings) is not { } start)
            return new ImaVerdict { Findings = findings.Listed, Unlisted = findings.Unlisted, State = null };
        return Judge(evidence, counts, context, start, findings);
    }

    private static ImaVerdict Judge(ImaEvidence evidence, bool[] counts, string context, ImaProgress start, ImaFindings findings)
    {
        PcrBank bank = start.Run.Bank;
        PcrBank listBank = evidence.ListBank ?? ImaList.BankOf(evidence.List) ?? PcrBank.Sha1;
        evidence.Pcrs.TryGet(bank, ImaRun.DefaultPcr, out ReadOnlyMemory<byte> quoted);
        var judge = new ImaEntryJudge(evidence, counts, findings, start.Run.Count);
        ImaPrefix prefix = ImaPrefixSearch.Find(evidence.List, start.Run, quoted.Span, judge.Take, listBank);
        foreach (ImaFinding finding in prefix.Findings)
            findings.Add(new Finding(finding.Code, finding.Entry < 0 ? "ima" : $"ima/{finding.Entry}", "the list as the kernel wrote it", $"byte {finding.Offset}"));
        if (prefix.Quoted is not { } match)
            return new ImaVerdict { Findings = findings.Listed, Unlisted = findings.Unlisted, Bank = bank, State = evidence.Offset == 0 ? Kept(evidence, context) : null };
        if (match.Count == 0 && (evidence.Required || evidence.List.Length > 0))
            findings.Add(new Finding(ImaPolicyReasons.NothingMeasured, "ima", "boot_aggregate at least", Convert.ToHexStringLower(quoted.Span)));
        judge.Finish(listBank);
        Bind(evidence, match, quoted.Span, findings);
        return Verdict(evidence, context, start, findings, judge, prefix, match);
    }

    private static ImaVerdict Verdict(ImaEvidence evidence, string context, ImaProgress start, ImaFindings findings, ImaEntryJudge judge, ImaPrefix prefix, ImaRun match)
    {
        ImaFileJudge files = judge.Files;
        long byDigest = judge.ByDigest + judge.Buffers.ByDigest;
        long bySigner = files.BySigner + judge.Buffers.BySigner;
        var progress = new ImaProgress(match, start.Excluded + files.Excluded, start.Compared + byDigest + bySigner);
        bool compared = progress.Compared + files.Compared > 0;
        bool accepted = !findings.AnySerious;
        if (accepted && !compared && evidence.Required)
            findings.Add(new Finding(ImaPolicyReasons.NothingCompared, "ima", "an entry that reference values know", $"{match.Count} entries, {progress.Excluded} of them excluded"));
        Note(findings, progress, files, prefix);
        return new ImaVerdict
        {
            Findings = findings.Listed,
            Unlisted = findings.Unlisted,
            State = accepted ? new NodeImaState(match.Offset, match.Count, progress.Save(), context) : Kept(evidence, context),
            Bank = match.Bank,
            Matched = true,
            Judged = judge.Judged,
            Covered = match.Count,
            Unquoted = prefix.UnquotedCount,
            ByDigest = byDigest,
            BySigner = bySigner,
            Excluded = files.Excluded,
            ExcludedSinceStart = progress.Excluded,
            ByName = judge.Buffers.ByName,
            Violations = judge.Violations,
            Compared = compared,
        };
    }

    private static void Note(ImaFindings findings, ImaProgress progress, ImaFileJudge files, ImaPrefix prefix)
    {
        if (progress.Excluded > 0)
            findings.Add(new Finding(ImaPolicyReasons.Excluded, "ima", "", $"{progress.Excluded} entries, {files.Excluded} of them new: {string.Join(", ", files.ExcludedExamples)}", Severity.Note));
        if (files.Appended > 0)
            findings.Add(new Finding(ImaPolicyReasons.AppendedSignature, "ima", "", $"{files.Appended} files", Severity.Note));
        if (prefix.UnquotedCount > 0)
            findings.Add(new Finding(ImaPolicyReasons.Unquoted, "ima", "", $"{prefix.UnquotedCount} entries", Severity.Note));
    }

    /// <summary>The hash that binds the list to the quote is the bank's, or SHA-1 where the kernel padded.</summary>
    private static void Bind(ImaEvidence evidence, ImaRun match, ReadOnlySpan<byte> quoted, ImaFindings findings)
    {
        bool padded = !match.Value.SequenceEqual(quoted);
        ImaHash binding = padded ? ImaHash.Sha1 : ImaHashes.Of(match.Bank);
        string found = padded ? $"{match.Bank.BankName()}, filled with SHA-1 by the kernel" : match.Bank.BankName();
        if (binding.Strength() < evidence.Policy.MinimumHash.Strength())
            findings.Add(new Finding(ImaPolicyReasons.WeakBank, "ima", $"{evidence.Policy.MinimumHash.Name()} or stronger", found));
        else if (binding == ImaHash.Sha1)
            findings.Add(new Finding(ImaPolicyReasons.WeakBank, "ima", "sha256 or stronger", found, Severity.Note));
    }

    private static ImaProgress? Start(ImaEvidence evidence, string context, ImaFindings findings)
    {
        PcrBank[] quoted = [.. Banks.Where(b => evidence.Pcrs.TryGet(b, ImaRun.DefaultPcr, out _))];
        if (quoted.Length == 0)
        {
            findings.Add(new Finding(ImaPolicyReasons.NotQuoted, "ima", "PCR 10 in sha256", string.Join(" | ", evidence.Pcrs.All.Select(v => $"{v.Bank.BankName()}:{v.Pcr}"))));
            return null;
        }
        if (evidence.Offset == 0 && evidence.Entries == 0)
            return new ImaProgress(new ImaRun(Preferred(quoted, evidence.Policy.MinimumHash)), 0, 0);
        if (Resume(evidence, context, quoted) is { } progress)
            return progress;
        string expected = evidence.State is { } state && state.Context == context ? $"from byte {state.Offset}, entry {state.Entries}, or from the start" : "from the start";
        findings.Add(new Finding(ImaPolicyReasons.Resend, "ima", expected, $"from byte {evidence.Offset}, entry {evidence.Entries}"));
        return null;
    }

    private static PcrBank Preferred(PcrBank[] quoted, ImaHash minimum)
    {
        int strong = Array.FindIndex(quoted, b => ImaHashes.Of(b).Strength() >= minimum.Strength());
        return quoted[Math.Max(strong, 0)];
    }

    private static ImaProgress? Resume(ImaEvidence evidence, string context, PcrBank[] quoted)
    {
        if (Kept(evidence, context) is not { } state || state.Offset != evidence.Offset || state.Entries != evidence.Entries)
            return null;
        return ImaProgress.TryRestore(state.State, out ImaProgress progress) && progress.Run.Offset == state.Offset && progress.Run.Count == state.Entries
            && progress.Run.Pcr == ImaRun.DefaultPcr && quoted.Contains(progress.Run.Bank) ? progress : null;
    }

    private static NodeImaState? Kept(ImaEvidence evidence, string context) => evidence.State is { } state && state.Context == context ? state : null;
}
