namespace Attestation.Appraisal.Endorsements;

/// <summary>A digest with its algorithm from the IANA Named Information registry: 1 = SHA-256, 7 = SHA-384, 8 = SHA-512.</summary>
public readonly record struct ReferenceDigest(int Algorithm, ReadOnlyMemory<byte> Value)
{
    public const int Sha256 = 1;
    public const int Sha384 = 7;
    public const int Sha512 = 8;

    /// <summary>The algorithm of a digest that comes without one (Open Profile for DICE, Android profile): by its length; 0 for any other length.</summary>
    public static int AlgorithmOf(int length) => length switch
    {
        32 => Sha256,
        48 => Sha384,
        64 => Sha512,
        _ => 0,
    };

    /// <summary>Same algorithm, which is a known one, and same bytes. Reference values are public: no constant time needed.</summary>
    public bool Matches(int algorithm, ReadOnlySpan<byte> digest) => algorithm > 0 && algorithm == Algorithm && digest.SequenceEqual(Value.Span);

    public override string ToString() => Convert.ToHexStringLower(Value.Span);
}
