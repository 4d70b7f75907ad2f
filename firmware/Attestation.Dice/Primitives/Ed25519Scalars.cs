namespace Attestation.Dice.Primitives;

/// <summary>Scalars modulo L as four 64-bit words: what EdDSA does outside the curve.</summary>
/// <remarks>References: RFC 8032 sections 5.1.6 and 5.1.7. One object serves one call; <see cref="Wipe"/> at the caller's exit.</remarks>
internal sealed class Ed25519Scalars
{
    /// <summary>L = 2^252 + 27742317777372353535851937790883648493.</summary>
    internal static readonly ulong[] Order = { 0x5812631A5CF5D3EDUL, 0x14DEF9DEA2F79CD6UL, 0UL, 0x1000000000000000UL };

    private readonly Ed25519Order _field = Ed25519Order.Instance;
    private readonly Limbs9 _a = new Limbs9();
    private readonly Limbs9 _b = new Limbs9();
    private readonly ulong[] _half = new ulong[4];

    /// <summary>32 little-endian bytes, modulo L.</summary>
    internal void Reduce(byte[] from, int at, ulong[] scalar)
    {
        WideWords.FromLittleEndian(_half, from, at);
        _field.Decode(_a, _half, 0);
        _field.Encode(_a, scalar);
    }

    /// <summary>64 little-endian bytes (a SHA-512 digest), modulo L.</summary>
    internal void ReduceWide(byte[] digest, ulong[] scalar)
    {
        WideWords.FromLittleEndian(_half, digest, 32);
        _b.Unpack(_half, 0);
        _field.Multiply(_b, _b, _field.UpperHalf);
        WideWords.FromLittleEndian(_half, digest, 0);
        _field.Decode(_a, _half, 0);
        _a.Add(_a, _b);
        _field.Encode(_a, scalar);
    }

    /// <summary>sum = a·b + c modulo L.</summary>
    internal void MultiplyAdd(ulong[] a, ulong[] b, ulong[] c, ulong[] sum)
    {
        _field.Decode(_a, a, 0);
        _field.Decode(_b, b, 0);
        _field.Multiply(_a, _a, _b);
        _field.Decode(_b, c, 0);
        _a.Add(_a, _b);
        _field.Encode(_a, sum);
    }

    internal void Wipe()
    {
        _a.Wipe();
        _b.Wipe();
        WideWords.Wipe(_half);
    }
}
