using Attestation.Formats;
using Attestation.Formats.Cmw;
using Attestation.Formats.Node;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.Cli.Inputs;

/// <summary>What node evidence says of its own key, before anything is verified: enough to find the enrolment that it must answer to.</summary>
/// <param name="Name">The key's TPM name, lower-case hex.</param>
/// <param name="Key">TPM2B_PUBLIC.</param>
/// <param name="Area">The same, read.</param>
/// <param name="Bindings">What the quotes are to bind.</param>
internal sealed record EvidenceNode(string Name, ReadOnlyMemory<byte> Key, TpmtPublic Area, NodeBindings Bindings)
{
    /// <summary>Is this the media type of node evidence, or of a wrapping that holds some?</summary>
    internal static bool Announced(string mediaType, ReadOnlyMemory<byte> evidence) => TryContent(mediaType, evidence, out _);

    /// <returns>Null where the evidence or its key cannot be read; the appraisal says why.</returns>
    internal static EvidenceNode? Read(string mediaType, ReadOnlyMemory<byte> evidence)
    {
        if (!TryContent(mediaType, evidence, out ReadOnlyMemory<byte> content) || !NodeEvidence.TryParse(content, out NodeEvidence read, out _)
            || !WireValue.TryParseSized(read.AttestationKey, out TpmtPublic? area, out _) || !TpmHash.IsSupported(area.NameAlg))
            return null;
        return new EvidenceNode(Convert.ToHexStringLower(TpmName.Of(area)), read.AttestationKey, area, read.Bindings);
    }

    private static bool TryContent(string mediaType, ReadOnlyMemory<byte> evidence, out ReadOnlyMemory<byte> content)
    {
        content = evidence;
        string essence = mediaType.Split(';')[0].Trim();
        if (essence.Equals(MediaTypes.NodeEvidence, StringComparison.OrdinalIgnoreCase))
            return true;
        CmwMessage? message = null;
        if (essence.Equals(MediaTypes.CmwCbor, StringComparison.OrdinalIgnoreCase))
            CmwMessage.TryParseCbor(evidence, out message, out _, NodeLimits.Evidence);
        else if (essence.Equals(MediaTypes.CmwJson, StringComparison.OrdinalIgnoreCase))
            CmwMessage.TryParseJson(evidence, out message, out _);
        if (message is not CmwRecord record || record.MediaType is not { } type || !type.Equals(MediaTypes.NodeEvidence, StringComparison.OrdinalIgnoreCase))
            return false;
        content = record.Value;
        return true;
    }
}
