using System;

namespace Attestation.Dice.Primitives;

/// <summary>ECDSA with deterministic k on one curve. Scalars, coordinates and signature halves are fixed-length big-endian.</summary>
/// <remarks>References: FIPS 186-5 section 6.4; RFC 6979 sections 2.3 and 3.2; SEC 1 section 4.1. One object serves one call: it holds all
/// scratch, secret
/// parts included, and <see cref="Wipe"/> clears them at the caller's single exit.</remarks>
internal sealed class Ecdsa
{
    private readonly WeierstrassCurve _curve;
    private readonly WeierstrassArithmetic _arithmetic;
    private readonly WeierstrassComb _comb;
    private readonly WeierstrassPoint _point;
    private readonly ulong[] _private;
    private readonly ulong[] _message;
    private readonly ulong[] _nonce;
    private readonly ulong[] _words;
    private readonly byte[] _candidate;
    private readonly FieldElement _s;
    private readonly FieldElement _t;
    private HmacDrbg _drbg;

    internal Ecdsa(WeierstrassCurve curve)
    {
        int words = curve.Field.Words;
        _curve = curve;
        _arithmetic = new WeierstrassArithmetic(curve.Field);
        _comb = new WeierstrassComb(curve, _arithmetic);
        _point = new WeierstrassPoint(curve.Field);
        _private = new ulong[words];
        _message = new ulong[words];
        _nonce = new ulong[words];
        _words = new ulong[words];
        _candidate = new byte[curve.Size];
        _s = curve.Order.NewElement();
        _t = curve.Order.NewElement();
    }

    /// <summary>0 &lt; d &lt; n?</summary>
    internal bool IsPrivateKey(byte[] candidate) => candidate.Length == _curve.Size && Read(_private, candidate, 0);

    /// <summary>The first output of HMAC_DRBG-SHA-512 over the seed that is in range; no modular reduction (Open Profile for DICE, ECDSA key
    /// generation).</summary>
    internal void GeneratePrivateKey(byte[] seed, byte[] privateKey)
    {
        _drbg = new HmacDrbg(new HmacSha512());
        _drbg.Instantiate(seed);
        _drbg.Generate(privateKey);
        while (!Read(_private, privateKey, 0))
        {
            _drbg.Advance();
            _drbg.Generate(privateKey);
        }
    }

    /// <summary>x ‖ y of d · G.</summary>
    internal bool DerivePublicKey(byte[] privateKey, byte[] xy)
    {
        if (!IsPrivateKey(privateKey) || xy.Length != 2 * _curve.Size)
            return false;
        _comb.Multiply(_point, _private);
        _arithmetic.ToAffine(_point);
        _point.X.Pack(_words);
        WideWords.ToBigEndian(_words, xy, 0);
        _point.Y.Pack(_words);
        WideWords.ToBigEndian(_words, xy, _curve.Size);
        return true;
    }

    /// <summary>r ‖ s. The digest's length (32, 48 or 64) names the hash of RFC 6979's generator.</summary>
    internal bool Sign(byte[] privateKey, byte[] digest, byte[] rs)
    {
        if (!IsPrivateKey(privateKey) || rs.Length != 2 * _curve.Size || !IsDigest(digest))
            return false;
        LoadDigest(digest);
        StartNonces(digest.Length);
        _drbg.Generate(_candidate);
        while (!Read(_nonce, _candidate, 0) || !SignWithNonce(rs))
        {
            _drbg.Advance();
            _drbg.Generate(_candidate);
        }

        return true;
    }

    /// <summary>All of it is public: range checks, Q on the curve, R = (z/s) G + (r/s) Q, and x(R) modulo n = r (FIPS 186-5 section 6.4.2).</summary>
    internal bool Verify(byte[] xy, byte[] digest, byte[] rs)
    {
        int size = _curve.Size;
        WeierstrassPublic q = new WeierstrassPublic(_curve, _arithmetic);
        if (rs.Length != 2 * size || !IsDigest(digest) || !q.TryLoad(xy) || !Read(_private, rs, 0) || !Read(_nonce, rs, size))
            return false;
        LoadDigest(digest);
        PrimeField order = _curve.Order;
        order.Decode(_s, _nonce, 0);
        order.Invert(_s, _s);
        order.Decode(_t, _message, 0);
        order.Multiply(_t, _t, _s);
        order.Encode(_t, _message);                       // u1 = z / s
        order.Decode(_t, _private, 0);
        order.Multiply(_t, _t, _s);
        order.Encode(_t, _nonce);                         // u2 = r / s
        q.Multiply(_nonce);
        if (WideWords.ZeroMask(_message) == 0)
        {
            _comb.Multiply(_point, _message);
            _arithmetic.AddPublic(q.Sum, _point, _words);
        }

        if (_arithmetic.IsInfinity(q.Sum, _words))
            return false;
        _arithmetic.ToAffine(q.Sum);
        ReduceX(q.Sum);
        return WideWords.LessMask(_words, _private) == 0 && WideWords.LessMask(_private, _words) == 0;
    }

    internal void Wipe()
    {
        if (_drbg != null)
            _drbg.Wipe();
        _arithmetic.Wipe();
        _comb.Wipe();
        _point.Wipe();
        WideWords.Wipe(_private);
        WideWords.Wipe(_message);
        WideWords.Wipe(_nonce);
        WideWords.Wipe(_words);
        Array.Clear(_candidate, 0, _candidate.Length);
        _s.Wipe();
        _t.Wipe();
    }

    private static bool IsDigest(byte[] digest) => digest.Length == Sha256.Size || digest.Length == Sha384.Size || digest.Length == Sha512.Size;

    /// <summary>Big-endian bytes into words; true if the number is in 1..n-1. The answer is public, the number is compared without
    /// branches.</summary>
    private bool Read(ulong[] words, byte[] from, int at)
    {
        WideWords.FromBigEndian(words, from, at);
        ulong inRange = WideWords.LessMask(words, _curve.OrderWords) & ~WideWords.ZeroMask(words);
        return inRange != 0;
    }

    /// <summary>bits2int (the leftmost bits of the digest; a shorter one is padded on the left), then modulo n: bits2octets of RFC 6979 section
    /// 2.3.4.</summary>
    private void LoadDigest(byte[] digest)
    {
        byte[] leftmost = new byte[_curve.Size];
        int count = digest.Length < leftmost.Length ? digest.Length : leftmost.Length;
        Array.Copy(digest, 0, leftmost, leftmost.Length - count, count);
        WideWords.FromBigEndian(_words, leftmost, 0);
        _curve.Order.Decode(_t, _words, 0);
        _curve.Order.Encode(_t, _message);
    }

    /// <summary>HMAC_DRBG seeded with int2octets(x) ‖ bits2octets(h1) (RFC 6979 section 3.2, steps b to g).</summary>
    private void StartNonces(int digestLength)
    {
        Hmac mac;
        if (digestLength == Sha256.Size)
            mac = new HmacSha256();
        else if (digestLength == Sha384.Size)
            mac = new HmacSha384();
        else
            mac = new HmacSha512();
        _drbg = new HmacDrbg(mac);
        byte[] seed = new byte[2 * _curve.Size];
        WideWords.ToBigEndian(_private, seed, 0);
        WideWords.ToBigEndian(_message, seed, _curve.Size);
        _drbg.Instantiate(seed);
        Array.Clear(seed, 0, seed.Length);
    }

    /// <summary>r = x(kG) modulo n, s = (z + rd) / k modulo n. False if either is zero, which asks for the next k (FIPS 186-5 section
    /// 6.4.1).</summary>
    private bool SignWithNonce(byte[] rs)
    {
        PrimeField order = _curve.Order;
        _comb.Multiply(_point, _nonce);
        _arithmetic.ToAffine(_point);
        ReduceX(_point);
        ulong zeroR = WideWords.ZeroMask(_words);
        WideWords.ToBigEndian(_words, rs, 0);
        order.Decode(_s, _words, 0);
        order.Decode(_t, _private, 0);
        order.Multiply(_s, _s, _t);
        order.Decode(_t, _message, 0);
        _s.Add(_s, _t);                                   // z + rd, limbs up to 2
        order.Decode(_t, _nonce, 0);
        order.Invert(_t, _t);
        order.Multiply(_s, _s, _t);
        order.Encode(_s, _words);
        WideWords.ToBigEndian(_words, rs, _curve.Size);
        return (zeroR | WideWords.ZeroMask(_words)) == 0;
    }

    /// <summary>The affine x of a point, modulo n, into the scratch words.</summary>
    private void ReduceX(WeierstrassPoint point)
    {
        point.X.Pack(_words);
        _curve.Order.Decode(_t, _words, 0);
        _curve.Order.Encode(_t, _words);
    }
}
