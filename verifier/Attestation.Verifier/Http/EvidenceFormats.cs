namespace Attestation.Verifier.Http;

/// <summary>The evidence formats that this verifier appraises.</summary>
public sealed class EvidenceFormats
{
    /// <summary>In the order in which sessions offer them; the first is the best.</summary>
    public IReadOnlyList<string> MediaTypes { get; } =
    [
        Formats.MediaTypes.DeviceEvidence,
        Formats.MediaTypes.EatCwt,
        Formats.MediaTypes.CmwCbor,
        Formats.MediaTypes.CmwJson,
    ];
}
