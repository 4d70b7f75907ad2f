namespace Attestation.Formats.Eat;

/// <summary>What a submodule is (RFC 9711 section 4.2.18).</summary>
public enum EatSubmoduleKind
{
    /// <summary>A claims set in the clear, covered by the outer signature.</summary>
    Claims,

    /// <summary>A nested token: a byte string with a CWT, or a text with a JWT.</summary>
    Token,

    /// <summary>A digest of a claims set that was sent elsewhere.</summary>
    DetachedDigest,
}

/// <summary>A submodule, not read further.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Item">The encoded item as it came.</param>
public readonly record struct EatSubmodule(EatSubmoduleKind Kind, ReadOnlyMemory<byte> Item);
