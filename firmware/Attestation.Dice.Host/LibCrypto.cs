using System.Reflection;
using System.Runtime.InteropServices;

namespace Attestation.Dice.Host;

/// <summary>The functions of OpenSSL 3's libcrypto that the base library does not offer: Ed25519, and elliptic curve arithmetic for
/// keys from a seed and deterministic ECDSA.
/// Each has the name and the arguments of its manual page; pointers are <see cref="IntPtr"/>.</summary>
internal static class LibCrypto
{
    private const string Name = "libcrypto";

    private static readonly string[] FileNames = ["libcrypto.so.3", "libcrypto.3.dylib"];

    private static readonly IntPtr Library = Load();

    /// <summary>False where there is no OpenSSL 3 (usually Windows): then the managed primitives do the work.</summary>
    public static bool IsAvailable => Library != IntPtr.Zero;

    private static IntPtr Load()
    {
        IntPtr library = IntPtr.Zero;
        if (IntPtr.Size != 8)
            return library; // the layout of OSSL_PARAM in NativeEd25519 is that of 64 bits
        foreach (string file in FileNames)
        {
            if (NativeLibrary.TryLoad(file, out library))
                break;
        }

        NativeLibrary.SetDllImportResolver(
            Assembly.GetExecutingAssembly(), (name, _, _) => name == Name ? Library : IntPtr.Zero);
        return library;
    }

    // BN_*(3ssl)
    [DllImport(Name)] internal static extern IntPtr BN_CTX_new();
    [DllImport(Name)] internal static extern void BN_CTX_free(IntPtr context);
    [DllImport(Name)] internal static extern IntPtr BN_new();
    [DllImport(Name)] internal static extern void BN_clear_free(IntPtr number);
    [DllImport(Name)] internal static extern void BN_clear(IntPtr number);
    [DllImport(Name)] internal static extern void BN_set_flags(IntPtr number, int flags);
    [DllImport(Name)] internal static extern IntPtr BN_bin2bn(byte[] bigEndian, int length, IntPtr result);
    [DllImport(Name)] internal static extern int BN_bn2binpad(IntPtr number, byte[] bigEndian, int length);
    [DllImport(Name)] internal static extern int BN_is_zero(IntPtr number);
    [DllImport(Name)] internal static extern int BN_cmp(IntPtr left, IntPtr right);
    [DllImport(Name)] internal static extern int BN_sub_word(IntPtr number, ulong word);
    [DllImport(Name)] internal static extern IntPtr BN_dup(IntPtr number);
    [DllImport(Name)] internal static extern int BN_nnmod(IntPtr result, IntPtr number, IntPtr modulus, IntPtr context);
    [DllImport(Name)] internal static extern IntPtr BN_MONT_CTX_new();
    [DllImport(Name)] internal static extern int BN_MONT_CTX_set(IntPtr montgomery, IntPtr modulus, IntPtr context);
    [DllImport(Name)] internal static extern void BN_MONT_CTX_free(IntPtr montgomery);

    [DllImport(Name)]
    internal static extern int BN_mod_exp_mont_consttime(
        IntPtr result, IntPtr number, IntPtr exponent, IntPtr modulus, IntPtr context, IntPtr montgomery);

    // EC_*(3ssl), ECDSA_*(3ssl)
    [DllImport(Name)] internal static extern IntPtr EC_GROUP_new_by_curve_name(int nid);
    [DllImport(Name)] internal static extern void EC_GROUP_free(IntPtr group);
    [DllImport(Name)] internal static extern IntPtr EC_GROUP_get0_order(IntPtr group);
    [DllImport(Name)] internal static extern IntPtr EC_POINT_new(IntPtr group);
    [DllImport(Name)] internal static extern void EC_POINT_clear_free(IntPtr point);
    [DllImport(Name)] internal static extern int EC_POINT_mul(IntPtr group, IntPtr result, IntPtr scalar, IntPtr point, IntPtr pointScalar, IntPtr context);
    [DllImport(Name)] internal static extern int EC_POINT_get_affine_coordinates(IntPtr group, IntPtr point, IntPtr x, IntPtr y, IntPtr context);
    [DllImport(Name)] internal static extern IntPtr EC_KEY_new();
    [DllImport(Name)] internal static extern void EC_KEY_free(IntPtr key);
    [DllImport(Name)] internal static extern int EC_KEY_set_group(IntPtr key, IntPtr group);
    [DllImport(Name)] internal static extern int EC_KEY_set_private_key(IntPtr key, IntPtr scalar);
    [DllImport(Name)] internal static extern IntPtr ECDSA_do_sign_ex(byte[] digest, int length, IntPtr inverseOfK, IntPtr r, IntPtr key);
    [DllImport(Name)] internal static extern void ECDSA_SIG_get0(IntPtr signature, out IntPtr r, out IntPtr s);
    [DllImport(Name)] internal static extern void ECDSA_SIG_free(IntPtr signature);

    // EVP_PKEY_*(3ssl), EVP_DigestSign*(3ssl)
    [DllImport(Name, CharSet = CharSet.Ansi)] internal static extern IntPtr EVP_PKEY_CTX_new_from_name(IntPtr library, string name, IntPtr properties);
    [DllImport(Name)] internal static extern void EVP_PKEY_CTX_free(IntPtr context);
    [DllImport(Name)] internal static extern int EVP_PKEY_fromdata_init(IntPtr context);
    [DllImport(Name)] internal static extern int EVP_PKEY_fromdata(IntPtr context, out IntPtr key, int selection, IntPtr parameters);
    [DllImport(Name)] internal static extern int EVP_PKEY_get_raw_public_key(IntPtr key, byte[] publicKey, ref UIntPtr length);
    [DllImport(Name)] internal static extern void EVP_PKEY_free(IntPtr key);
    [DllImport(Name)] internal static extern IntPtr EVP_MD_CTX_new();
    [DllImport(Name)] internal static extern void EVP_MD_CTX_free(IntPtr context);
    [DllImport(Name)] internal static extern int EVP_MD_CTX_reset(IntPtr context);
    [DllImport(Name)] internal static extern int EVP_DigestSignInit(IntPtr context, IntPtr keyContext, IntPtr digest, IntPtr engine, IntPtr key);
    [DllImport(Name)] internal static extern int EVP_DigestSign(IntPtr context, byte[] signature, ref UIntPtr length, byte[] message, UIntPtr messageLength);
}
