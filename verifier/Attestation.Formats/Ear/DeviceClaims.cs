namespace Attestation.Formats.Ear;

/// <summary>
/// Which device a result speaks of: the private claim <c>attestation.device</c> (JSON), -70702 (CBOR) of the submodule <c>device</c>
/// (docs/formats/ear-device.cddl). The key that the device proved to hold stands beside it, in <see cref="EarAppraisal.AttestedKey"/>.
/// </summary>
public sealed record DeviceClaims
{
    /// <summary>SHA-256 of the raw UDS public key, lower-case hex: the device's id at the verifier.</summary>
    public required string Id { get; init; }

    /// <summary>UEID (RFC 9711 section 4.2.1), lower-case hex; null where the evidence has none or it was refused.</summary>
    public string? Ueid { get; init; }

    /// <summary>Vendor and model, a slash between them; null in a refusal, and where no endorsement states them.</summary>
    public string? Class { get; init; }

    internal const int IdLength = 32;
    internal const int ShortestUeid = 1;
    internal const int LongestUeid = 64;

    /// <summary>Where a status refuses, nothing is said that could be relied on: no class, no key.</summary>
    internal bool Suits(EarStatus status, bool hasKey) => status is EarStatus.Affirming or EarStatus.Warning || (Class is null && !hasKey);
}
