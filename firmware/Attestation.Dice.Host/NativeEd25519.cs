using System.Runtime.ConstrainedExecution;
using System.Runtime.InteropServices;
using static Attestation.Dice.Host.LibCrypto;

namespace Attestation.Dice.Host;

/// <summary>Ed25519 by libcrypto: one scalar multiplication per call. Handing in the public key when signing saves the second one that
/// libcrypto would make.</summary>
/// <remarks>References: RFC 8032 section 5.1; EVP_PKEY-ED25519(7ssl), EVP_PKEY_fromdata(3ssl), OSSL_PARAM(3ssl). One thread at a
/// time.</remarks>
internal sealed class NativeEd25519 : CriticalFinalizerObject
{
    public const int KeySize = 32;
    public const int SignatureSize = 64;

    private const int SelectKeyPair = 0x87; // EVP_PKEY_KEYPAIR: private, public and parameters
    private const int OctetString = 5;      // OSSL_PARAM_OCTET_STRING
    private const int ParameterSize = 40;   // struct OSSL_PARAM { key, data_type, data, data_size, return_size } with 64-bit pointers

    public static readonly NativePool<NativeEd25519> Pool = new(() => new NativeEd25519());

    private readonly IntPtr _keyContext = EVP_PKEY_CTX_new_from_name(IntPtr.Zero, "ED25519", IntPtr.Zero);
    private readonly IntPtr _signContext = EVP_MD_CTX_new();
    private readonly IntPtr _privateName = Marshal.StringToHGlobalAnsi("priv");
    private readonly IntPtr _publicName = Marshal.StringToHGlobalAnsi("pub");
    private readonly IntPtr _keys = Marshal.AllocHGlobal(2 * KeySize);
    private readonly IntPtr _parameters = Marshal.AllocHGlobal(3 * ParameterSize);

    private NativeEd25519()
    {
        EVP_PKEY_fromdata_init(_keyContext);
        WriteParameter(0, _privateName, _keys);
    }

    ~NativeEd25519()
    {
        EVP_PKEY_CTX_free(_keyContext);
        EVP_MD_CTX_free(_signContext);
        Marshal.FreeHGlobal(_privateName);
        Marshal.FreeHGlobal(_publicName);
        Marshal.FreeHGlobal(_keys);
        Marshal.FreeHGlobal(_parameters);
    }

    /// <summary>The public key of a 32-byte seed.</summary>
    public bool DerivePublicKey(byte[] privateKey, byte[] publicKey)
    {
        IntPtr key = Import(privateKey, null);
        UIntPtr length = KeySize;
        bool done = key != IntPtr.Zero && EVP_PKEY_get_raw_public_key(key, publicKey, ref length) == 1;
        EVP_PKEY_free(key);
        return done;
    }

    /// <summary>Signs a message; the public key must belong to the private one.</summary>
    public bool Sign(byte[] privateKey, byte[] publicKey, byte[] message, byte[] signature)
    {
        IntPtr key = Import(privateKey, publicKey);
        UIntPtr length = SignatureSize;
        bool done = key != IntPtr.Zero
            && EVP_MD_CTX_reset(_signContext) == 1
            && EVP_DigestSignInit(_signContext, IntPtr.Zero, IntPtr.Zero, IntPtr.Zero, key) == 1
            && EVP_DigestSign(_signContext, signature, ref length, message, (UIntPtr)message.Length) == 1;
        EVP_MD_CTX_reset(_signContext); // drops its reference to the key
        EVP_PKEY_free(key);
        return done;
    }

    private IntPtr Import(byte[] privateKey, byte[]? publicKey)
    {
        Marshal.Copy(privateKey, 0, _keys, KeySize);
        WriteParameter(1, publicKey == null ? IntPtr.Zero : _publicName, _keys + KeySize); // a null name ends the list
        WriteParameter(2, IntPtr.Zero, IntPtr.Zero);
        if (publicKey != null)
            Marshal.Copy(publicKey, 0, _keys + KeySize, KeySize);
        try
        {
            return EVP_PKEY_fromdata(_keyContext, out IntPtr key, SelectKeyPair, _parameters) == 1 ? key : IntPtr.Zero;
        }
        finally
        {
            for (int i = 0; i < KeySize; i += sizeof(long))
                Marshal.WriteInt64(_keys, i, 0);
        }
    }

    private void WriteParameter(int index, IntPtr name, IntPtr data)
    {
        IntPtr parameter = _parameters + (index * ParameterSize);
        Marshal.WriteIntPtr(parameter, name);
        Marshal.WriteInt64(parameter, 8, OctetString); // data_type and its padding
        Marshal.WriteIntPtr(parameter, 16, data);
        Marshal.WriteInt64(parameter, 24, KeySize);
        Marshal.WriteInt64(parameter, 32, 0);
    }
}
