using System.Text;
using Attestation.Appraisal.Results;
using Attestation.Formats.Ima;
using Attestation.Formats.Reasons;

namespace Attestation.Appraisal.Nodes.Ima;

/// <summary>Judges the files that no reference value lets pass at once: by their signature, by the policy's exclusions, and else by what is known of them.</summary>
internal sealed class ImaFileJudge(ImaEvidence evidence, bool[] counts, ImaFindings findings)
{
    private const int MaxExamples = 5;
    private const int MaxExpected = 4;

    private readonly ImaReferences references = evidence.References;
    private readonly ImaSignatures signatures = new(evidence.References.Signers.Where(s => s.Source.Counts(evidence.Now, evidence.ClockSkew, evidence.AcceptUnsigned)));
    private readonly byte[][] excluded = [.. evidence.Policy.Exclude.Select(Encoding.UTF8.GetBytes)];
    private readonly byte[][] violations = [.. evidence.Policy.Violations.Select(Encoding.UTF8.GetBytes)];

    internal long BySigner { get; private set; }

    internal long Excluded { get; private set; }

    /// <summary>Files known under another path only, where the policy takes that as a note.</summary>
    internal long ByOtherPath { get; private set; }

    /// <summary>Files and not only exclusions were compared with references.</summary>
    internal long Compared { get; private set; }

    /// <summary>The first excluded names, with the pattern that excluded them.</summary>
    internal List<string> ExcludedExamples { get; } = [];

    internal long Appended { get; private set; }

    

    internal void JudgeViolation(long number, in ImaFields fields)
    {
        if (!IsExcluded(fields, violations))
            Tell(ImaPolicyReasons.Violation, number, fields, "a file that nobody writes while it is read", "written while it was measured");
    }

    internal void Judge(long number, in ImaFields fields)
    {
        Compared++;
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
        string found = Found(fields);
        if (weak)
        {
            Tell(ImaPolicyReasons.WeakHash, number, fields, $"{evidence.Policy.MinimumHash.Name()} or stronger", found);
            return;
        }
        if (references.Count == 0 && references.Signers.Count == 0)
        {
            Tell(ImaPolicyReasons.NoReference, number, fields, "reference values of IMA", "none");
            return;
        }
        byte kind = ImaReferences.Kind(fields.Hash, fields.IsVerity);
        int same = references.Find(kind, fields.Digest.Span, fields.NameBytes.Span, counts);
        int[] ofPath = [.. references.FindPath(fields.NameBytes.ToArray(), counts).Take(64)];
        int elsewhere = references.FindDigest(kind, fields.Digest.Span, counts);
        string also = elsewhere < 0 ? "" : $", which is {ImaFindings.Text(Encoding.UTF8.GetBytes(references.PathText(elsewhere)))} of {references.SourceOf(elsewhere).Id}";
        if (same >= 0)
            Tell(ImaPolicyReasons.ReferenceExpired, number, fields, "a reference value that counts", $"{found}, known by {references.SourceOf(same).Id} only");
        else if (ofPath.Length > 0)
            RefuseKnownPath(number, fields, kind, ofPath, found + also + Signed(fields, worth));
        else if (elsewhere >= 0)
            RefuseOtherPath(number, fields, elsewhere, found);
        else
            RefuseUnknown(number, fields, worth, found);
    }

    private void RefuseKnownPath(long number, in ImaFields fields, byte kind, int[] ofPath, string found)
    {
        int[] comparable = Array.FindAll(ofPath, row => references.KindOf(row) == kind);
        int[] shown = comparable.Length > 0 ? comparable : ofPath;
        string expected = string.Join(" | ", shown.Take(MaxExpected).Select(references.DigestText)) + (shown.Length > MaxExpected ? $" | {shown.Length - MaxExpected} more" : "");
        Tell(comparable.Length > 0 ? ImaPolicyReasons.Changed : ImaPolicyReasons.OtherHash, number, fields, expected, found);
    }

    private void RefuseOtherPath(long number, in ImaFields fields, int elsewhere, string found)
    {
        string path = ImaFindings.Text(Encoding.UTF8.GetBytes(references.PathText(elsewhere)));
        Tell(ImaPolicyReasons.OtherPath, number, fields, path, found, evidence.Policy.OtherPath);
        ByOtherPath += evidence.Policy.OtherPath == Severity.Note ? 1 : 0;
    }

    private void RefuseUnknown(long number, in ImaFields fields, ImaSignatureWorth worth, string found)
    {
        ReasonCode code = worth switch
        {
            ImaSignatureWorth.Wrong => ImaPolicyReasons.SignatureWrong,
            ImaSignatureWorth.Unknown => ImaPolicyReasons.Signer,
            ImaSignatureWorth.NotChecked => ImaPolicyReasons.SignatureLimit,
            _ => ImaPolicyReasons.NotAllowed,
        };
        Tell(code, number, fields, code == ImaPolicyReasons.NotAllowed ? "a file of the reference values" : "a signature by a key of the reference values", found + Signed(fields, worth));
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

    private void Tell(ReasonCode code, long number, in ImaFields fields, string expected, string actual, Severity severity = Severity.Refuse)
    {
        if (findings.Wants(code))
            findings.Put(new Finding(code, $"ima/{number} ({ImaFindings.Text(fields.NameBytes.Span)})", expected, actual, severity));
    }

    private static string Found(in ImaFields fields) =>
        $"{(fields.IsVerity ? "verity:" : "")}{ImaFindings.Text(Encoding.Latin1.GetBytes(fields.Algorithm))}:{Convert.ToHexStringLower(fields.Digest.Span)}";

    private static string Signed(in ImaFields fields, ImaSignatureWorth worth)
    {
        string appended = fields.Appended.Signature.IsEmpty ? "" : ", with an appended signature";
        string how = worth switch
        {
            ImaSignatureWorth.Wrong => "wrongly signed",
            ImaSignatureWorth.Unknown => "signed",
            _ => "with a signature that was not verified",
        };
        return fields.Signature is { } signature ? $"{appended}, {how} by key id {Convert.ToHexStringLower(signature.KeyId.Span)}" : appended;
    }
}
