using Attestation.Formats;

namespace Attestation.Appraisal;

/// <summary>The media types of docs/appraisal.md, "Evidence" (RFC 9782; draft-ietf-rats-msg-wrap).</summary>
internal enum EvidenceForm
{
    Unknown,
    Eat,
    Node,
    CmwCbor,
    CmwJson,
}

/// <summary>Reads a content type: type and subtype in any case, and of the parameters only eat_profile.</summary>
internal static class EvidenceType
{
    /// <summary>CoAP content format of application/eat+cwt (RFC 9782 section 6).</summary>
    internal const int EatCwtFormat = 263;

    private const string ProfileParameter = "eat_profile";

    internal static EvidenceForm Of(string mediaType)
    {
        ReadOnlySpan<char> rest = mediaType;
        int end = rest.IndexOf(';');
        ReadOnlySpan<char> essence = (end < 0 ? rest : rest[..end]).Trim();
        if (essence.Equals(MediaTypes.EatCwt, StringComparison.OrdinalIgnoreCase))
            return end < 0 || ProfileIsOurs(rest[end..]) ? EvidenceForm.Eat : EvidenceForm.Unknown;
        if (essence.Equals(MediaTypes.NodeEvidence, StringComparison.OrdinalIgnoreCase))
            return EvidenceForm.Node;
        if (essence.Equals(MediaTypes.CmwCbor, StringComparison.OrdinalIgnoreCase))
            return EvidenceForm.CmwCbor;
        return essence.Equals(MediaTypes.CmwJson, StringComparison.OrdinalIgnoreCase) ? EvidenceForm.CmwJson : EvidenceForm.Unknown;
    }

    /// <summary>True where there is no profile parameter, or it names the profile of docs/formats/device-evidence.cddl.</summary>
    private static bool ProfileIsOurs(ReadOnlySpan<char> parameters)
    {
        while (!parameters.IsEmpty)
        {
            parameters = parameters[1..];
            int end = parameters.IndexOf(';');
            ReadOnlySpan<char> parameter = (end < 0 ? parameters : parameters[..end]).Trim();
            int equals = parameter.IndexOf('=');
            if (equals > 0 && parameter[..equals].TrimEnd().Equals(ProfileParameter, StringComparison.OrdinalIgnoreCase))
                return parameter[(equals + 1)..].Trim().Trim('"').SequenceEqual(MediaTypes.DeviceEvidenceProfile);
            parameters = end < 0 ? [] : parameters[end..];
        }
        return true;
    }
}
