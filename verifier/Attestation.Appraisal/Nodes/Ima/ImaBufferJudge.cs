using System.Text;
using Attestation.Appraisal.Results;
using Attestation.Formats.Ima;
using Attestation.Formats.Reasons;
using Attestation.Formats.X509;

namespace Attestation.Appraisal.Nodes.Ima;

/// <summary>Judges measured buffers: keys put into keyrings, the IMA policy, kexec's command line, critical data. They are looked up by the kernel's name for them.</summary>
internal sealed class ImaBufferJudge(ImaEvidence evidence, bool[] counts, ImaFindings findings)
{
    private const int MaxShown = 128;

    private readonly ImaReferences references = evidence.References;
    private readonly byte[][] allowed = [.. evidence.Policy.Buffers.Select(Encoding.UTF8.GetBytes)];
    private readonly HashSet<string> keyrings = [.. evidence.Policy.Keyrings];

    internal long ByDigest { get; private set; }

    internal long BySigner { get; private set; }

    /// <summary>Let pass by a name in the policy.</summary>
    internal long ByName { get; private set; }

    internal void Judge(long number, in ImaFields fields, ReadOnlyMemory<byte> buffer)
    {
        if (IsKnown(fields))
            ByDigest++;
        else if (IsNamed(fields))
            ByName++;
        else if (fields.BufferKind == ImaBufferKind.Keyring && IsSigner(buffer))
            BySigner++;
        else
            Refuse(number, fields, buffer);
    }

    private bool IsKnown(in ImaFields fields)
    {
        if (fields.Hash == ImaHash.Unknown || fields.Hash.Strength() < evidence.Policy.MinimumHash.Strength())
            return false;
        int row = references.Find(ImaReferences.Kind(fields.Hash, fields.IsVerity), fields.Digest.Span, fields.NameBytes.Span, counts);
        return row >= 0 && references.Counts(row, counts);
    }

    private bool IsNamed(in ImaFields fields)
    {
        foreach (byte[] pattern in allowed)
        {
            if (ImaPattern.Matches(pattern, fields.NameBytes.Span))
                return true;
        }
        return keyrings.Contains(fields.Name);
    }

    /// <summary>The kernel measures an asymmetric key as it was loaded: a certificate in DER.</summary>
    private bool IsSigner(ReadOnlyMemory<byte> buffer)
    {
        if (!UnverifiedCertificate.TryParse(buffer, out UnverifiedCertificate certificate, out _))
            return false;
        return references.Signers.Any(s => s.Source.Counts(evidence.Now, evidence.ClockSkew, evidence.AcceptUnsigned) && s.Key.Equals(certificate.ForDisplay.SubjectKey));
    }

    private void Refuse(long number, in ImaFields fields, ReadOnlyMemory<byte> buffer)
    {
        ReasonCode code = fields.BufferKind switch
        {
            ImaBufferKind.Keyring => ImaPolicyReasons.Keyring,
            ImaBufferKind.ImaPolicy => ImaPolicyReasons.MeasuredPolicy,
            ImaBufferKind.KexecCommandLine => ImaPolicyReasons.KexecCommandLine,
            _ => ImaPolicyReasons.CriticalData,
        };
        if (!findings.Wants(code))
            return;
        string expected = string.Join(" | ", references.FindPath(fields.NameBytes.ToArray(), counts).Take(4).Select(references.DigestText));
        string content = code == ImaPolicyReasons.Keyring ? Key(buffer) : ImaFindings.Text(buffer.Span[..Math.Min(buffer.Length, MaxShown)]);
        findings.Put(new Finding(code, $"ima/{number} ({ImaFindings.Text(fields.NameBytes.Span)})", expected.Length > 0 ? expected : "a reference value of this name",
            $"{fields.Algorithm}:{Convert.ToHexStringLower(fields.Digest.Span)}: {content}"));
    }

    private static string Key(ReadOnlyMemory<byte> buffer) =>
        UnverifiedCertificate.TryParse(buffer, out UnverifiedCertificate certificate, out _)
            ? $"certificate of key {certificate.ForDisplay.SubjectKey}"
            : $"{buffer.Length} bytes that are no certificate";
}
