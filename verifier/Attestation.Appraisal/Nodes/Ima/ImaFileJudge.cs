using System.Text;
using Attestation.Formats.Ima;
using Attestation.Formats.Reasons;

namespace Attestation.Appraisal.Nodes.Ima;

/// <summary>Judges the files that no reference value lets pass at once: by their signature, by the policy's exclusions, and else by what is known of them.</summary>
internal sealed class ImaFileJudge(ImaEvidence evidence, bool[] counts, ImaFindings findings)
{
    private const int MaxExamples = 5;

    private readonly ImaReferences references = evidence.References;
    private readonly ImaSignatures signatures = new(evidence.References.Signers.Where(s => s.Source.Counts(evidence.Now, evidence.ClockSkew, evidence.AcceptUnsigned)));
    private readonly byte[][] excluded = [.. evidence.Policy.Exclude.Select(Encoding.UTF8.GetBytes)];
    private readonly byte[][] violations = [.. evidence.Policy.Violations.Select(Encoding.UTF8.GetBytes)];

    internal long BySigner { get; private set; }

    internal long Excluded { get; private set; }

    /// <summary>Files that reference values neither let pass nor were excluded.</summary>
    internal long Compared { get; private set; }

    /// <summary>The first excluded names, with the pattern that excluded them.</summary>
    internal List<string> ExcludedExamples { get; } = [];

    internal long Appended { get; private set; }

    

    internal void JudgeViolation(long number, in ImaFields fields)
    {
        if (!IsExcluded(fields, violations) && findings.Wants(ImaPolicyReasons.Violation))
            findings.Put(new ImaFileFinding(evidence, counts, ImaPolicyReasons.Violation, ImaSignatureWorth.None).Of(number, fields));
    }

    internal void Judge(long number, in ImaFields fields)
    {
        Appended += fields.Appended.Signature.IsEmpty ? 0 : 1;
        bool weak = fields.Hash == ImaHash.Unknown || fields.Hash.Strength() < evidence.Policy.MinimumHash.Strength();
        ImaSignatureWorth worth = weak ? ImaSignatureWorth.None : signatures.Of(fields);
        if (worth == ImaSignatureWorth.Good)
            BySigner++;
        else if (!IsExcluded(fields, excluded))
            Refuse(number, fields, weak, worth);
    }

    private void Refuse(long number, in ImaFields fields, bool weak, ImaSignatureWorth worth)
    {
        ReasonCode code = Reason(fields, weak, worth);
        Compared += code == ImaPolicyReasons.WeakHash || code == ImaPolicyReasons.NoReference ? 0 : 1;
        if (findings.Wants(code))
            findings.Put(new ImaFileFinding(evidence, counts, code, worth).Of(number, fields));
    }

    /// <summary>docs/ima.md, "Each entry": the first that holds.</summary>
    private ReasonCode Reason(in ImaFields fields, bool weak, ImaSignatureWorth worth)
    {
        if (weak)
            return ImaPolicyReasons.WeakHash;
        if (references.Count == 0 && references.Signers.Count == 0)
            return ImaPolicyReasons.NoReference;
        byte kind = ImaReferences.Kind(fields.Hash, fields.IsVerity);
        if (references.Find(kind, fields.Digest.Span, fields.NameBytes.Span, counts) >= 0)
            return ImaPolicyReasons.ReferenceExpired; // one that counts would have let it pass
        (bool known, bool ofKind) = references.Knows(kind, fields.NameBytes.Span, counts);
        if (known)
            return ofKind ? ImaPolicyReasons.Changed : ImaPolicyReasons.OtherHash;
        if (references.FindDigest(kind, fields.Digest.Span, counts) >= 0)
            return ImaPolicyReasons.OtherPath;
        return worth switch
        {
            ImaSignatureWorth.Wrong => ImaPolicyReasons.SignatureWrong,
            ImaSignatureWorth.Unknown => ImaPolicyReasons.Signer,
            ImaSignatureWorth.NotChecked => ImaPolicyReasons.SignatureLimit,
            _ => ImaPolicyReasons.NotAllowed,
        };
    }

    private bool IsExcluded(in ImaFields fields, byte[][] patterns)
    {
        foreach (byte[] pattern in patterns)
        {
            if (!ImaPattern.Matches(pattern, fields.NameBytes.Span))
                continue;
            Excluded++;
            if (ExcludedExamples.Count < MaxExamples)
                ExcludedExamples.Add($"{ImaFindings.Text(fields.NameBytes.Span)}{(patterns == violations ? " (violation)" : "")} by {Encoding.UTF8.GetString(pattern)}");
            return true;
        }
        return false;
    }
}
