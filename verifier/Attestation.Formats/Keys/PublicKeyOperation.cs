using System.Security.Cryptography;

namespace Attestation.Formats.Keys;

/// <summary>Signature verification under one public key, by one means. The caller has checked that algorithm and key fit.</summary>
internal abstract class PublicKeyOperation
{
    public abstract bool Verify(SignatureAlgorithm algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature);

    /// <summary>The same where only the hash of the data is known: ECDSA in DER, or RSASSA-PKCS1-v1_5. Ed25519 signs no hashes.</summary>
    public virtual bool VerifyDigest(HashAlgorithmName hash, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature) => false;
}

/// <summary>Ed25519 by libcrypto.</summary>
internal sealed class NativeEd25519(ReadOnlySpan<byte> publicKey) : PublicKeyOperation
{
    private readonly PkeyHandle _key = Libcrypto.ImportEd25519Public(publicKey);

    public override bool Verify(SignatureAlgorithm algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        signature.Length == 64 && Libcrypto.VerifyEd25519(_key, data, signature);
}

/// <summary>Ed25519 without libcrypto.</summary>
internal sealed class ManagedEd25519(byte[] publicKey) : PublicKeyOperation
{
    public override bool Verify(SignatureAlgorithm algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        EdwardsCurve.Verify(publicKey, data, signature);
}

/// <summary>ECDSA by libcrypto.</summary>
internal sealed class NativeEcdsa(NistCurve curve, EcKeyHandle key) : PublicKeyOperation
{
    public override bool Verify(SignatureAlgorithm algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        Span<byte> digest = stackalloc byte[64];
        digest = digest[..algorithm.Digest(data, digest)];
        if (!algorithm.IsFixedLength())
            return signature.Length <= EcdsaSignatureForm.MaxDerLength && Libcrypto.VerifyEcdsa(key, digest, signature);
        Span<byte> der = stackalloc byte[EcdsaSignatureForm.MaxDerLength];
        int length = EcdsaSignatureForm.ToDer(signature, curve.Size, der);
        return length != 0 && Libcrypto.VerifyEcdsa(key, digest, der[..length]);
    }

    public override bool VerifyDigest(HashAlgorithmName hash, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature) =>
        signature.Length is > 0 and <= EcdsaSignatureForm.MaxDerLength && Libcrypto.VerifyEcdsa(key, digest, signature);
}

/// <summary>ECDSA by .NET's own class, for machines without libcrypto.</summary>
internal sealed class ManagedEcdsa(NistCurve curve, byte[] xy) : PublicKeyOperation
{
    public override bool Verify(SignatureAlgorithm algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        Span<byte> fixedLength = stackalloc byte[2 * curve.Size];
        if (algorithm.IsFixedLength())
        {
            if (signature.Length != fixedLength.Length)
                return false;
            signature.CopyTo(fixedLength);
        }
        else if (!EcdsaSignatureForm.TryToFixedLength(signature, curve.Size, fixedLength))
        {
            return false;
        }
        using ECDsa key = Key();
        return key.VerifyData(data, fixedLength, algorithm.Hash(), DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    public override bool VerifyDigest(HashAlgorithmName hash, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
    {
        Span<byte> fixedLength = stackalloc byte[2 * curve.Size];
        if (!EcdsaSignatureForm.TryToFixedLength(signature, curve.Size, fixedLength))
            return false;
        using ECDsa key = Key();
        return key.VerifyHash(digest, fixedLength, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private ECDsa Key() =>
        ECDsa.Create(new ECParameters { Curve = curve.Named, Q = new ECPoint { X = xy[..curve.Size], Y = xy[curve.Size..] } });
}

/// <summary>RSA by .NET's own class: only manufacturer CAs and TPM keys use it, so its speed decides nothing.</summary>
internal sealed class RsaOperation(RSAParameters publicKey) : PublicKeyOperation
{
    public override bool Verify(SignatureAlgorithm algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        using var key = RSA.Create(publicKey);
        RSASignaturePadding padding = algorithm.IsPss() ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        return key.VerifyData(data, signature, algorithm.Hash(), padding);
    }

    public override bool VerifyDigest(HashAlgorithmName hash, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> signature)
    {
        using var key = RSA.Create(publicKey);
        return key.VerifyHash(digest, signature, hash, RSASignaturePadding.Pkcs1);
    }
}
