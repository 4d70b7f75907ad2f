using System;

namespace Attestation.Dice.Primitives;

/// <summary>The steps of Ed25519 over one set of scratch, secret parts included; <see cref="Wipe"/> clears it at the caller's single exit.</summary>
/// <remarks>References: RFC 8032 sections 5.1.5 (keys), 5.1.6 (sign), 5.1.7 (verify).</remarks>
internal sealed class Eddsa
{
    private readonly EdwardsArithmetic _arithmetic;
    private readonly EdwardsComb _comb;
    private readonly EdwardsEncoding _encoding = new EdwardsEncoding();
    private readonly EdwardsPoint _point = new EdwardsPoint();
    private readonly Ed25519Scalars _scalars = new Ed25519Scalars();
    private readonly Sha512 _hash = new Sha512();
    private readonly byte[] _expanded = new byte[64];
    private readonly byte[] _digest = new byte[64];
    private readonly ulong[] _secret = new ulong[4];
    private readonly ulong[] _nonce = new ulong[4];
    private readonly ulong[] _challenge = new ulong[4];

    internal Eddsa()
    {
        _arithmetic = new EdwardsArithmetic();
        _comb = new EdwardsComb(_arithmetic);
    }

    /// <summary>A = a·B.</summary>
    internal void DerivePublicKey(byte[] seed, byte[] publicKey)
    {
        Expand(seed);
        _comb.Multiply(_point, _secret);
        _encoding.Encode(_point, publicKey, 0);
    }

    /// <summary>r = H(prefix ‖ M), R = r·B, k = H(R ‖ A ‖ M), S = r + k·a.</summary>
    internal void Sign(byte[] seed, byte[] publicKey, byte[] message, int offset, int count, byte[] signature)
    {
        Expand(seed);
        _hash.Update(_expanded, 32, 32);
        _hash.Update(message, offset, count);
        _hash.Finish(_digest, 0);
        _scalars.ReduceWide(_digest, _nonce);
        _comb.Multiply(_point, _nonce);
        _encoding.Encode(_point, signature, 0);
        Challenge(signature, publicKey, message, offset, count);
        _scalars.MultiplyAdd(_challenge, _secret, _nonce, _nonce);
        WideWords.ToLittleEndian(_nonce, signature, 32);
    }

    /// <summary>All of it is public.</summary>
    internal bool Verify(byte[] publicKey, byte[] message, int offset, int count, byte[] signature)
    {
        EdwardsPoint a = new EdwardsPoint();
        WideWords.FromLittleEndian(_nonce, signature, 32);
        if (WideWords.LessMask(_nonce, Ed25519Scalars.Order) == 0 || !_encoding.TryDecode(publicKey, 0, a))
            return false;
        Challenge(signature, publicKey, message, offset, count);
        Limbs9 zero = new Limbs9();
        Ed25519Field.Instance.Subtract(a.X, zero, a.X);
        Ed25519Field.Instance.Subtract(a.T, zero, a.T);
        MultiplyPublic(a, _challenge);
        _comb.Multiply(_point, _nonce);
        _arithmetic.Add(_point, a);
        _encoding.Encode(_point, _digest, 0);
        for (int i = 0; i < 32; i++)
        {
            if (_digest[i] != signature[i])
                return false;
        }

        return true;
    }

    internal void Wipe()
    {
        _arithmetic.Wipe();
        _comb.Wipe();
        _encoding.Wipe();
        _point.Wipe();
        _scalars.Wipe();
        _hash.Wipe();
        Array.Clear(_expanded, 0, 64);
        Array.Clear(_digest, 0, 64);
        WideWords.Wipe(_secret);
        WideWords.Wipe(_nonce);
        WideWords.Wipe(_challenge);
    }

    /// <summary>H(seed): the first half, clamped, is a (kept modulo L, which B does not notice); the second is the prefix.</summary>
    private void Expand(byte[] seed)
    {
        _hash.Update(seed, 0, 32);
        _hash.Finish(_expanded, 0);
        _expanded[0] = (byte)(_expanded[0] & 0xF8);
        _expanded[31] = (byte)((_expanded[31] & 0x7F) | 0x40);
        _scalars.Reduce(_expanded, 0, _secret);
    }

    private void Challenge(byte[] signature, byte[] publicKey, byte[] message, int offset, int count)
    {
        _hash.Update(signature, 0, 32);
        _hash.Update(publicKey, 0, 32);
        _hash.Update(message, offset, count);
        _hash.Finish(_digest, 0);
        _scalars.ReduceWide(_digest, _challenge);
    }

    /// <summary>point = scalar · point, for public values: windows of four bits.</summary>
    private void MultiplyPublic(EdwardsPoint point, ulong[] scalar)
    {
        EdwardsPoint[] multiples = new EdwardsPoint[16];
        multiples[1] = new EdwardsPoint();
        multiples[1].CopyFrom(point);
        for (int i = 2; i < 16; i++)
        {
            multiples[i] = new EdwardsPoint();
            multiples[i].CopyFrom(multiples[i - 1]);
            _arithmetic.Add(multiples[i], point);
        }

        point.SetNeutral();
        for (int i = 63; i >= 0; i--)
        {
            for (int j = 0; j < 4; j++)
                _arithmetic.Double(point);
            int word = (int)((uint)i >> 4);
            int digit = (int)((scalar[word] >> (4 * (i & 15))) & 15UL);
            if (digit != 0)
                _arithmetic.Add(point, multiples[digit]);
        }
    }
}
