using System.Runtime.ConstrainedExecution;
using System.Runtime.InteropServices;
using static Attestation.Dice.Host.LibCrypto;

namespace Attestation.Dice.Host;

/// <summary>P-256 by libcrypto, which has assembler for it, with the group, the Montgomery context and the scratch numbers kept between
/// calls. Secret numbers are cleared after each call.</summary>
/// <remarks>References: SEC 1 sections 3.2.1 and 4.1.3; EC_POINT_mul(3ssl), ECDSA_do_sign_ex(3ssl). One thread at a time.</remarks>
internal sealed class NativeP256 : CriticalFinalizerObject
{
    /// <summary>Bytes of a scalar, a coordinate and a SHA-256 digest.</summary>
    public const int Size = 32;

    private const int NidP256 = 415;       // NID_X9_62_prime256v1
    private const int ConstantTime = 0x04; // BN_FLG_CONSTTIME

    public static readonly NativePool<NativeP256> Pool = new(() => new NativeP256());

    private readonly IntPtr _context = BN_CTX_new();
    private readonly IntPtr _group = EC_GROUP_new_by_curve_name(NidP256);
    private readonly IntPtr _order; // belongs to the group
    private readonly IntPtr _orderMinusTwo;
    private readonly IntPtr _montgomery = BN_MONT_CTX_new();
    private readonly IntPtr _point;
    private readonly IntPtr _scalar = BN_new();
    private readonly IntPtr _nonce = BN_new();
    private readonly IntPtr _inverse = BN_new();
    private readonly IntPtr _x = BN_new();
    private readonly IntPtr _y = BN_new();

    private NativeP256()
    {
        _order = EC_GROUP_get0_order(_group);
        _orderMinusTwo = BN_dup(_order);
        BN_sub_word(_orderMinusTwo, 2);
        BN_MONT_CTX_set(_montgomery, _order, _context);
        _point = EC_POINT_new(_group);
        BN_set_flags(_scalar, ConstantTime);
        BN_set_flags(_nonce, ConstantTime);
    }

    ~NativeP256()
    {
        EC_POINT_clear_free(_point);
        BN_MONT_CTX_free(_montgomery);
        foreach (IntPtr number in (IntPtr[])[_orderMinusTwo, _scalar, _nonce, _inverse, _x, _y])
            BN_clear_free(number);
        EC_GROUP_free(_group);
        BN_CTX_free(_context);
    }

    /// <summary>True when 0 &lt; candidate &lt; n: then it may be a private key or a nonce.</summary>
    public bool IsScalar(byte[] candidate)
    {
        BN_bin2bn(candidate, candidate.Length, _scalar);
        bool accepted = BN_is_zero(_scalar) == 0 && BN_cmp(_scalar, _order) < 0;
        BN_clear(_scalar);
        return accepted;
    }

    /// <summary>X ‖ Y of d·G.</summary>
    public bool DerivePublicKey(byte[] privateKey, byte[] publicKey)
    {
        if (!IsScalar(privateKey))
            return false;
        byte[] coordinate = new byte[Size];
        BN_bin2bn(privateKey, Size, _scalar);
        bool done = Multiply(_scalar) && Export(_x, coordinate, publicKey, 0) && Export(_y, coordinate, publicKey, Size);
        BN_clear(_scalar);
        return done;
    }

    /// <summary>r ‖ s with the nonce k that RFC 6979 gives: r = (k·G).x mod n, and k⁻¹ = k^(n-2) mod n by an exponentiation in constant
    /// time.</summary>
    public bool Sign(byte[] privateKey, byte[] nonce, byte[] digest, byte[] signature)
    {
        if (!IsScalar(privateKey))
            return false;
        BN_bin2bn(privateKey, Size, _scalar);
        BN_bin2bn(nonce, Size, _nonce);
        IntPtr key = EC_KEY_new();
        try
        {
            return EC_KEY_set_group(key, _group) == 1
                && EC_KEY_set_private_key(key, _scalar) == 1
                && Multiply(_nonce)
                && BN_nnmod(_x, _x, _order, _context) == 1
                && BN_is_zero(_x) == 0
                && BN_mod_exp_mont_consttime(_inverse, _nonce, _orderMinusTwo, _order, _context, _montgomery) == 1
                && Finish(key, digest, signature);
        }
        finally
        {
            EC_KEY_free(key);
            BN_clear(_scalar);
            BN_clear(_nonce);
            BN_clear(_inverse);
        }
    }

    private bool Multiply(IntPtr scalar) =>
        EC_POINT_mul(_group, _point, scalar, IntPtr.Zero, IntPtr.Zero, _context) == 1
        && EC_POINT_get_affine_coordinates(_group, _point, _x, _y, _context) == 1;

    private bool Finish(IntPtr key, byte[] digest, byte[] signature)
    {
        IntPtr result = ECDSA_do_sign_ex(digest, digest.Length, _inverse, _x, key);
        if (result == IntPtr.Zero)
            return false;
        ECDSA_SIG_get0(result, out IntPtr r, out IntPtr s);
        byte[] half = new byte[Size];
        bool done = Export(r, half, signature, 0) && Export(s, half, signature, Size);
        ECDSA_SIG_free(result);
        return done;
    }

    private bool Export(IntPtr number, byte[] scratch, byte[] target, int offset)
    {
        if (BN_bn2binpad(number, scratch, Size) != Size)
            return false;
        Buffer.BlockCopy(scratch, 0, target, offset, Size);
        return true;
    }
}
