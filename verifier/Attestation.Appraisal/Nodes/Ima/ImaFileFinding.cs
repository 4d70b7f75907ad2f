using System.Text;
using Attestation.Appraisal.Results;
using Attestation.Formats.Ima;
using Attestation.Formats.Reasons;

namespace Attestation.Appraisal.Nodes.Ima;

/// <summary>Says why a file is refused: what was expected of it and what it is.</summary>
internal sealed class ImaFileFinding(ImaEvidence evidence, bool[] counts, ReasonCode code, ImaSignatureWorth worth)
{
    private const int MaxExpected = 4;

    private readonly ImaReferences references = evidence.References;

    internal Finding Of(long number, in ImaFields fields) => new(code, $"ima/{number} ({ImaFindings.Text(fields.NameBytes.Span)})", Expected(fields), Actual(fields),
        code == ImaPolicyReasons.OtherPath ? evidence.Policy.OtherPath : Severity.Refuse);

    private string Expected(in ImaFields fields)
    {
        if (code == ImaPolicyReasons.Violation)
            return "a file that nobody writes while it is read";
        if (code == ImaPolicyReasons.WeakHash)
            return $"{evidence.Policy.MinimumHash.Name()} or stronger";
        if (code == ImaPolicyReasons.Changed || code == ImaPolicyReasons.OtherHash)
            return OfPath(fields);
        if (code == ImaPolicyReasons.OtherPath)
            return PathOf(Elsewhere(fields));
        if (code == ImaPolicyReasons.NotAllowed || code == ImaPolicyReasons.NoReference)
            return "a file of the reference values";
        return code == ImaPolicyReasons.ReferenceExpired ? "a reference value that counts" : "a signature by a key of the reference values";
    }

    private string Actual(in ImaFields fields)
    {
        if (code == ImaPolicyReasons.Violation)
            return "written while it was measured";
        string found = $"{(fields.IsVerity ? "verity:" : "")}{ImaFindings.Text(Encoding.Latin1.GetBytes(fields.Algorithm))}:{Convert.ToHexStringLower(fields.Digest.Span)}";
        int elsewhere = code == ImaPolicyReasons.Changed ? Elsewhere(fields) : -1;
        if (elsewhere >= 0)
            found += $", which is {PathOf(elsewhere)} of {references.SourceOf(elsewhere).Id}";
        if (code == ImaPolicyReasons.ReferenceExpired)
            found += $", known by {references.SourceOf(references.Find(Kind(fields), fields.Digest.Span, fields.NameBytes.Span, counts)).Id} only";
        return found + Signed(fields);
    }

    private string OfPath(in ImaFields fields)
    {
        int[] all = [.. references.FindPath(fields.NameBytes.ToArray(), counts).Take(256)];
        byte kind = Kind(fields);
        int[] shown = code == ImaPolicyReasons.Changed ? Array.FindAll(all, row => references.KindOf(row) == kind) : all;
        return string.Join(" | ", shown.Take(MaxExpected).Select(references.DigestText)) + (shown.Length > MaxExpected ? $" | {shown.Length - MaxExpected} more" : "");
    }

    private string Signed(in ImaFields fields)
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

    private int Elsewhere(in ImaFields fields) => references.FindDigest(Kind(fields), fields.Digest.Span, counts);

    private string PathOf(int row) => ImaFindings.Text(Encoding.UTF8.GetBytes(references.PathText(row)));

    private static byte Kind(in ImaFields fields) => ImaReferences.Kind(fields.Hash, fields.IsVerity);
}
