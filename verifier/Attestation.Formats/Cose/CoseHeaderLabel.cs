namespace Attestation.Formats.Cose;

/// <summary>Labels of header parameters that this project reads (IANA registry of COSE header parameters).</summary>
public static class CoseHeaderLabel
{
    public const long Algorithm = 1;
    public const long Critical = 2;
    public const long ContentType = 3;
    public const long KeyId = 4;

    /// <summary>corim-meta (draft-ietf-rats-corim section 4.2).</summary>
    public const long CorimMeta = 8;

    /// <summary>CWT claims (RFC 9597).</summary>
    public const long CwtClaims = 15;

    /// <summary>typ (RFC 9596).</summary>
    public const long Type = 16;

    /// <summary>RFC 9360 section 2.</summary>
    public const long X5Chain = 33;

    /// <summary>RFC 9360 section 2.</summary>
    public const long X5T = 34;

    /// <summary>Private use: bstr .cbor DiceChain, root first (docs/formats/evidence.cddl).</summary>
    public const long DiceChain = -70600;

    /// <summary>Labels that may be marked as critical: those whose meaning the code takes into account.</summary>
    internal static bool IsUnderstood(long label) => label is Algorithm or ContentType or KeyId or CorimMeta or CwtClaims or Type or X5Chain or X5T or DiceChain;
}
