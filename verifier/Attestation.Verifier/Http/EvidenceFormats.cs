using Attestation.Verifier.Configuration;

namespace Attestation.Verifier.Http;

/// <summary>The evidence formats that this verifier appraises.</summary>
public sealed class EvidenceFormats(VerifierOptions options)
{
    /// <summary>In the order in which sessions offer them; the first is the best.</summary>
    public IReadOnlyList<string> MediaTypes { get; } =
    [
        Formats.MediaTypes.DeviceEvidence,
        Formats.MediaTypes.EatCwt,
        Formats.MediaTypes.CmwCbor,
        Formats.MediaTypes.CmwJson,
        Formats.MediaTypes.NodeEvidence,
    ];

    /// <summary>Largest body of a media type, parameters aside; a node's logs may be long, wrapped evidence is as small as a device's.</summary>
    public int LimitOf(string mediaType) => Negotiation.EssenceOf(mediaType).Equals(Formats.MediaTypes.NodeEvidence, StringComparison.OrdinalIgnoreCase)
        ? options.MaxNodeEvidence
        : options.MaxEvidence;
}
