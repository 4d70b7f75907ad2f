using System.Runtime.InteropServices;

namespace Attestation.Formats.Keys;

/// <summary>
/// The one place that calls libcrypto (OpenSSL 3) directly. Why: .NET has no Ed25519, and its ECDsa costs several times the verification
/// itself when a key is seen for the first time (it goes through parameters, providers and a generic key object). Measured with OpenSSL 3.0 on
/// P-256: verification 59 µs; import by EVP_PKEY_fromdata 16 µs, by EC_KEY_new_by_curve_name 10 µs, by EC_KEY_set_group with a group made
/// once 2 µs. So keys of the NIST curves are imported the last way, although the EC_KEY functions are marked as deprecated there.
/// </summary>
internal static class Libcrypto
{
    private const string Library = "libcrypto.so.3";

    /// <summary>.NET's own binding to the same library must not be cleaned up under running threads at exit (openssl/crypto.h).</summary>
    private const ulong InitNoAtExit = 0x00080000;

    private const int EvpPkeyEd25519 = 1087;

    /// <summary>Is OpenSSL 3 on this machine? Where it is not, the managed paths serve.</summary>
    public static bool IsAvailable { get; } = Load();

    private static readonly nint GroupP256 = NewGroup(NistCurve.P256);
    private static readonly nint GroupP384 = NewGroup(NistCurve.P384);
    private static readonly nint GroupP521 = NewGroup(NistCurve.P521);

    /// <summary>A public key on a NIST curve, or null where the point is not on the curve.</summary>
    /// <param name="curve">The curve.</param>
    /// <param name="xy">X‖Y.</param>
    public static EcKeyHandle? ImportPoint(NistCurve curve, ReadOnlySpan<byte> xy)
    {
        Span<byte> point = stackalloc byte[1 + 2 * 66];
        point = point[..(1 + xy.Length)];
        point[0] = 0x04; // SEC 1 section 2.3.3: uncompressed
        xy.CopyTo(point[1..]);
        EcKeyHandle key = EC_KEY_new();
        if (EC_KEY_set_group(key, Group(curve.Kind)) == 1
            && EC_KEY_oct2key(key, in MemoryMarshal.GetReference(point), (nuint)point.Length, 0) == 1)
            return key;
        key.Dispose();
        ERR_clear_error();
        return null;
    }

    /// <summary>ECDSA over a digest with a strict DER signature.</summary>
    public static bool VerifyEcdsa(EcKeyHandle key, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> derSignature)
    {
        int result = ECDSA_verify(0, in MemoryMarshal.GetReference(digest), digest.Length, in MemoryMarshal.GetReference(derSignature),
            derSignature.Length, key);
        if (result != 1)
            ERR_clear_error();
        return result == 1;
    }

    public static PkeyHandle ImportEd25519Public(ReadOnlySpan<byte> key) =>
        EVP_PKEY_new_raw_public_key(EvpPkeyEd25519, 0, in MemoryMarshal.GetReference(key), (nuint)key.Length);

    public static PkeyHandle ImportEd25519Private(ReadOnlySpan<byte> seed) =>
        EVP_PKEY_new_raw_private_key(EvpPkeyEd25519, 0, in MemoryMarshal.GetReference(seed), (nuint)seed.Length);

    /// <summary>The public key of an Ed25519 private key.</summary>
    public static byte[] PublicOf(PkeyHandle key)
    {
        byte[] output = new byte[32];
        nuint length = (nuint)output.Length;
        return EVP_PKEY_get_raw_public_key(key, ref output[0], ref length) == 1 && length == 32
            ? output
            : throw new InvalidOperationException("libcrypto refused to give the public key");
    }

    public static bool VerifyEd25519(PkeyHandle key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        using DigestContextHandle context = EVP_MD_CTX_new();
        bool valid = EVP_DigestVerifyInit(context, 0, 0, 0, key) == 1
            && EVP_DigestVerify(context, in MemoryMarshal.GetReference(signature), (nuint)signature.Length,
                in MemoryMarshal.GetReference(data), (nuint)data.Length) == 1;
        if (!valid)
            ERR_clear_error();
        return valid;
    }

    public static byte[] SignEd25519(PkeyHandle key, ReadOnlySpan<byte> data)
    {
        byte[] signature = new byte[64];
        nuint length = (nuint)signature.Length;
        using DigestContextHandle context = EVP_MD_CTX_new();
        return EVP_DigestSignInit(context, 0, 0, 0, key) == 1
            && EVP_DigestSign(context, ref signature[0], ref length, in MemoryMarshal.GetReference(data), (nuint)data.Length) == 1
            ? signature
            : throw new InvalidOperationException("libcrypto refused to sign");
    }

    private static nint Group(KeyKind kind) => kind switch
    {
        KeyKind.P256 => GroupP256,
        KeyKind.P384 => GroupP384,
        _ => GroupP521,
    };

    /// <summary>Groups live as long as the process; EC_KEY_set_group copies them.</summary>
    private static nint NewGroup(NistCurve curve) => IsAvailable ? EC_GROUP_new_by_curve_name(curve.Nid) : 0;

    private static bool Load()
    {
        try
        {
            return OPENSSL_init_crypto(InitNoAtExit, 0) == 1;
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            return false;
        }
    }

    [DllImport(Library)]
    private static extern int OPENSSL_init_crypto(ulong options, nint settings);

    [DllImport(Library)]
    private static extern void ERR_clear_error();

    [DllImport(Library)]
    private static extern nint EC_GROUP_new_by_curve_name(int nid);

    [DllImport(Library)]
    private static extern EcKeyHandle EC_KEY_new();

    [DllImport(Library)]
    private static extern int EC_KEY_set_group(EcKeyHandle key, nint group);

    [DllImport(Library)]
    private static extern int EC_KEY_oct2key(EcKeyHandle key, in byte point, nuint length, nint context);

    [DllImport(Library)]
    private static extern int ECDSA_verify(int type, in byte digest, int digestLength, in byte signature, int signatureLength, EcKeyHandle key);

    [DllImport(Library)]
    private static extern PkeyHandle EVP_PKEY_new_raw_public_key(int type, nint engine, in byte key, nuint length);

    [DllImport(Library)]
    private static extern PkeyHandle EVP_PKEY_new_raw_private_key(int type, nint engine, in byte key, nuint length);

    [DllImport(Library)]
    private static extern int EVP_PKEY_get_raw_public_key(PkeyHandle key, ref byte output, ref nuint length);

    [DllImport(Library)]
    private static extern DigestContextHandle EVP_MD_CTX_new();

    [DllImport(Library)]
    private static extern int EVP_DigestVerifyInit(DigestContextHandle context, nint pkeyContext, nint type, nint engine, PkeyHandle key);

    [DllImport(Library)]
    private static extern int EVP_DigestVerify(DigestContextHandle context, in byte signature, nuint signatureLength, in byte data, nuint length);

    [DllImport(Library)]
    private static extern int EVP_DigestSignInit(DigestContextHandle context, nint pkeyContext, nint type, nint engine, PkeyHandle key);

    [DllImport(Library)]
    private static extern int EVP_DigestSign(DigestContextHandle context, ref byte signature, ref nuint signatureLength, in byte data, nuint length);

    [DllImport(Library)]
    internal static extern void EC_KEY_free(nint key);

    [DllImport(Library)]
    internal static extern void EVP_PKEY_free(nint key);

    [DllImport(Library)]
    internal static extern void EVP_MD_CTX_free(nint context);
}

/// <summary>EC_KEY*; read-only after import, so threads may share it.</summary>
internal sealed class EcKeyHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        Libcrypto.EC_KEY_free(handle);
        return true;
    }
}

/// <summary>EVP_PKEY*; read-only after import. libcrypto wipes a private key when it frees it.</summary>
internal sealed class PkeyHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        Libcrypto.EVP_PKEY_free(handle);
        return true;
    }
}

/// <summary>EVP_MD_CTX*; one per operation.</summary>
internal sealed class DigestContextHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        Libcrypto.EVP_MD_CTX_free(handle);
        return true;
    }
}
