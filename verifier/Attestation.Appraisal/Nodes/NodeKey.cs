using Attestation.Appraisal.Devices;
using Attestation.Formats.Node;
using Attestation.Formats.Reasons;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.Appraisal.Nodes;

/// <summary>Steps 2 and 3 for nodes: the key that is to have made the quotes, and what the verifier knows of it.</summary>
/// <param name="Key">The key, with its attributes, which the quotes' verification checks.</param>
/// <param name="Name">Its TPM name, lower-case hex.</param>
/// <param name="Enrolled">Its enrolment; null where there is none, or one of another key.</param>
internal sealed record NodeKey(AttestationKey Key, string Name, EnrolledNode? Enrolled)
{
    /// <returns>Null where there is no key to verify with; the record says why.</returns>
    internal static NodeKey? Read(NodeEvidence evidence, Func<string, EnrolledNode?> nodes, AppraisalRecord record)
    {
        if (!WireValue.TryParseSized(evidence.AttestationKey, out TpmtPublic? area, out WireError error))
        {
            record.Add(TpmReasons.AkForm, "evidence/2", "TPM2B_PUBLIC", error.Sentence);
            return null;
        }
        byte[] name = area.NameAlg.DigestSize() > 0 && TpmHash.IsSupported(area.NameAlg) ? TpmName.Of(area) : [];
        if (name.Length == 0)
            record.Add(NodeReasons.AkName, "evidence/2", "a name algorithm: SHA-1, SHA-256, SHA-384 or SHA-512", $"{area.NameAlg}");
        string text = Convert.ToHexStringLower(name);
        return new NodeKey(AttestationKey.Of(area), text, name.Length == 0 ? null : Find(text, evidence, nodes, record));
    }

    private static EnrolledNode? Find(string name, NodeEvidence evidence, Func<string, EnrolledNode?> nodes, AppraisalRecord record)
    {
        EnrolledNode? enrolled = nodes(name);
        if (enrolled is null)
            record.Add(NodeReasons.NotEnrolled, "evidence/2", "an enrolled attestation key", name);
        else if (!enrolled.AttestationKey.Span.SequenceEqual(evidence.AttestationKey.Span))
            record.Add(NodeReasons.AkDiffers, "evidence/2", Convert.ToHexStringLower(enrolled.AttestationKey.Span), Convert.ToHexStringLower(evidence.AttestationKey.Span));
        else
            return enrolled;
        return null;
    }
}
