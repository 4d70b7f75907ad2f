using System.Security.Cryptography;
using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Software;

/// <summary>A key that signs quotes, as the verifier knows it.</summary>
public sealed class AttestationKey
{
    /// <summary>RSA keys below this size are refused.</summary>
    public const int SmallestRsaBits = 2048;

    private readonly TpmuPublicParms parameters;

    /// <summary>The imported key at rest: importing costs several verifications. Who verifies takes it; who finds none imports another.</summary>
    private AsymmetricAlgorithm? imported;

    private AttestationKey(TpmuPublicParms parameters, TpmtPublic? publicArea)
    {
        this.parameters = parameters;
        Public = publicArea;
    }

    /// <summary>The public area, or null for a bare public key, whose attributes nobody knows.</summary>
    public TpmtPublic? Public { get; }

    /// <summary>A key with its attributes: the only form that shows that the key is restricted.</summary>
    public static AttestationKey Of(TpmtPublic publicArea) => new(publicArea.Parameters, publicArea);

    /// <summary>A bare public key (DER SubjectPublicKeyInfo); null where it is neither RSA nor on a NIST curve.</summary>
    public static AttestationKey? OfSubjectPublicKeyInfo(ReadOnlySpan<byte> info) =>
        PublicKeys.FromSubjectPublicKeyInfo(info) is { } parameters ? new AttestationKey(parameters, null) : null;

    /// <summary>Step 2 of the verification: may this key have made a signature with this scheme and hash?</summary>
    internal QuoteDefect? CheckScheme(TpmAlgId scheme, TpmAlgId hash)
    {
        TpmtScheme own = (parameters as TpmsRsaParms)?.Scheme ?? (parameters as TpmsEccParms)?.Scheme ?? TpmtScheme.Null;
        bool fitsType = parameters switch
        {
            TpmsRsaParms => scheme is TpmAlgId.RsaSsa or TpmAlgId.RsaPss,
            TpmsEccParms => scheme is TpmAlgId.EcDsa,
            _ => true, // step 3 says what is wrong with such a key
        };
        if (!fitsType || (own.Scheme != TpmAlgId.Null && own.Scheme != scheme))
            return QuoteDefect.SignatureSchemeNotOfKey;
        return own.Scheme != TpmAlgId.Null && own.HashAlg != hash ? QuoteDefect.SignatureHashNotOfKey : null;
    }

    /// <summary>Step 3: kind, size and attributes. A bare public key has no attributes to check.</summary>
    public QuoteDefect? CheckKind()
    {
        bool supported = parameters switch
        {
            TpmsRsaParms rsa => IsSound(rsa),
            TpmsEccParms ecc => PublicKeys.CurveOf(ecc.Curve) is not null,
            _ => false,
        };
        return supported ? CheckAttributes() : QuoteDefect.KeyUnsupported;
    }

    /// <summary>Step 4: the signature over a digest. Null where it verifies.</summary>
    internal QuoteDefect? CheckSignature(TpmtSignature signature, byte[] digest, HashAlgorithmName hash)
    {
        try
        {
            return (parameters, signature) switch
            {
                (TpmsRsaParms rsa, RsaSignature s) => Verdict(VerifyRsa(rsa, s, digest, hash)),
                (TpmsEccParms ecc, EccSignature s) => VerifyEcc(ecc, s, digest),
                _ => QuoteDefect.SignatureSchemeNotOfKey,
            };
        }
        catch (CryptographicException)
        {
            return QuoteDefect.KeyUnsupported; // a point off its curve, an even modulus
        }
    }

    /// <summary>The modulus has the size it says; both numbers are odd, and the exponent is not 1.</summary>
    private static bool IsSound(TpmsRsaParms rsa)
    {
        int bits = rsa.Modulus.Length * 8;
        return bits is >= SmallestRsaBits and <= PublicKeys.LargestRsaBits && bits == rsa.KeyBits && rsa.Modulus[0] >= 0x80
            && (rsa.Modulus[^1] & 1) == 1 && (rsa.Exponent == 0 || (rsa.Exponent > 1 && (rsa.Exponent & 1) == 1));
    }

    private QuoteDefect? CheckAttributes()
    {
        if (Public is not { Attributes: var attributes })
            return null;
        if (!attributes.HasFlag(TpmaObject.Restricted))
            return QuoteDefect.KeyNotRestricted;
        if (!attributes.HasFlag(TpmaObject.SignEncrypt))
            return QuoteDefect.KeyNotSigning;
        if (attributes.HasFlag(TpmaObject.Decrypt))
            return QuoteDefect.KeyDecrypts;
        if (!attributes.HasFlag(TpmaObject.FixedTpm | TpmaObject.FixedParent))
            return QuoteDefect.KeyNotFixed;
        return attributes.HasFlag(TpmaObject.SensitiveDataOrigin) ? null : QuoteDefect.KeyNotOfTpm;
    }

    private static QuoteDefect? Verdict(bool valid) => valid ? null : QuoteDefect.SignatureInvalid;

    private bool VerifyRsa(TpmsRsaParms rsa, RsaSignature signature, byte[] digest, HashAlgorithmName hash)
    {
        RSASignaturePadding padding = signature.Scheme == TpmAlgId.RsaSsa ? RSASignaturePadding.Pkcs1 : RSASignaturePadding.Pss;
        bool valid = WithKey(() => RSA.Create(PublicKeys.Parameters(rsa)), key => key.VerifyHash(digest, signature.Sig, hash, padding));
        return valid || (signature.Scheme == TpmAlgId.RsaPss && Pss.VerifyLongestSalt(rsa, signature.Hash, digest, signature.Sig));
    }

    private QuoteDefect? VerifyEcc(TpmsEccParms ecc, EccSignature signature, byte[] digest)
    {
        int size = ecc.Curve.FieldSize();
        if (!InRange(signature.R, size) || !InRange(signature.S, size))
            return QuoteDefect.SignatureValueOutOfRange;
        byte[] fixedSize = [.. PublicKeys.Padded(signature.R, size), .. PublicKeys.Padded(signature.S, size)];
        return Verdict(WithKey(
            () => ECDsa.Create(PublicKeys.Parameters(ecc, PublicKeys.CurveOf(ecc.Curve)!.Value)), key => key.VerifyHash(digest, fixedSize)));
    }

    private bool WithKey<T>(Func<T> import, Func<T, bool> verify)
        where T : AsymmetricAlgorithm
    {
        T key = (T?)Interlocked.Exchange(ref imported, null) ?? import();
        bool valid = verify(key);
        Interlocked.Exchange(ref imported, key)?.Dispose();
        return valid;
    }

    private static bool InRange(byte[] number, int size)
    {
        int digits = number.AsSpan().TrimStart((byte)0).Length;
        return digits > 0 && digits <= size;
    }
}
