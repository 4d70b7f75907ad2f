using System.Security.Cryptography;
using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Software;

/// <summary>Between TPMT_PUBLIC and the keys of .NET. Public keys only.</summary>
public static class PublicKeys
{
    /// <summary>Larger RSA keys are refused: one verification would cost what a thousand cost.</summary>
    public const int LargestRsaBits = 16384;

    /// <summary>.NET's curve, or null for a curve that is not one of NIST's three.</summary>
    public static ECCurve? CurveOf(TpmEccCurve curve) => curve switch
    {
        TpmEccCurve.NistP256 => ECCurve.NamedCurves.nistP256,
        TpmEccCurve.NistP384 => ECCurve.NamedCurves.nistP384,
        TpmEccCurve.NistP521 => ECCurve.NamedCurves.nistP521,
        _ => null,
    };

    /// <summary>SubjectPublicKeyInfo (DER) of an RSA or ECC public area, or null where it holds no usable key.</summary>
    public static byte[]? ToSubjectPublicKeyInfo(TpmtPublic publicArea)
    {
        try
        {
            switch (publicArea.Parameters)
            {
                case TpmsRsaParms rsa when rsa.Modulus.Length >= 128:
                    using (var key = RSA.Create(Parameters(rsa)))
                        return key.ExportSubjectPublicKeyInfo();
                case TpmsEccParms ecc when CurveOf(ecc.Curve) is { } curve:
                    using (var key = ECDsa.Create(Parameters(ecc, curve)))
                        return key.ExportSubjectPublicKeyInfo();
                default:
                    return null;
            }
        }
        catch (Exception e) when (IsBadKey(e))
        {
            return null;
        }
    }

    /// <summary>
    /// A template with the public key of a certificate in its unique field: the public area that a TPM with that certificate has, if it used
    /// the template. Null where key and template do not fit.
    /// </summary>
    public static TpmtPublic? WithKey(TpmtPublic template, ReadOnlySpan<byte> subjectPublicKeyInfo)
    {
        TpmuPublicParms? found = FromSubjectPublicKeyInfo(subjectPublicKeyInfo);
        return (template.Parameters, found) switch
        {
            (TpmsRsaParms want, TpmsRsaParms rsa) when want.KeyBits == rsa.KeyBits && Exponent(want) == Exponent(rsa) =>
                template with { Parameters = want with { Modulus = rsa.Modulus } },
            (TpmsEccParms want, TpmsEccParms ecc) when want.Curve == ecc.Curve => template with { Parameters = want with { Point = ecc.Point } },
            _ => null,
        };
    }

    /// <summary>Parameters with no scheme from a DER SubjectPublicKeyInfo; null for anything but RSA and the NIST curves.</summary>
    public static TpmuPublicParms? FromSubjectPublicKeyInfo(ReadOnlySpan<byte> info) => (TpmuPublicParms?)RsaFrom(info) ?? EccFrom(info);

    internal static RSAParameters Parameters(TpmsRsaParms rsa)
    {
        uint exponent = Exponent(rsa);
        byte[] bytes = [(byte)(exponent >> 24), (byte)(exponent >> 16 & 0xFF), (byte)(exponent >> 8 & 0xFF), (byte)(exponent & 0xFF)];
        return new RSAParameters { Modulus = rsa.Modulus, Exponent = bytes.AsSpan().TrimStart((byte)0).ToArray() };
    }

    internal static ECParameters Parameters(TpmsEccParms ecc, ECCurve curve)
    {
        int size = ecc.Curve.FieldSize();
        return new ECParameters { Curve = curve, Q = new ECPoint { X = Padded(ecc.Point.X, size), Y = Padded(ecc.Point.Y, size) } };
    }

    /// <summary>Big-endian number padded to, or freed of surplus zeros down to, <paramref name="size"/> bytes.</summary>
    /// <exception cref="CryptographicException">It does not fit.</exception>
    internal static byte[] Padded(byte[] number, int size)
    {
        ReadOnlySpan<byte> digits = number.AsSpan().TrimStart((byte)0);
        if (digits.Length > size)
            throw new CryptographicException("the number is larger than the field");
        return [.. new byte[size - digits.Length], .. digits];
    }

    /// <summary>What .NET throws for bytes that are no key: PlatformNotSupportedException stands for a curve that it does not know.</summary>
    private static bool IsBadKey(Exception e) => e is CryptographicException or PlatformNotSupportedException;

    private static uint Exponent(TpmsRsaParms rsa) => rsa.Exponent == 0 ? 65537 : rsa.Exponent;

    private static TpmsRsaParms? RsaFrom(ReadOnlySpan<byte> info)
    {
        try
        {
            using var key = RSA.Create();
            key.ImportSubjectPublicKeyInfo(info, out int read);
            RSAParameters parameters = key.ExportParameters(false);
            if (read != info.Length || key.KeySize > LargestRsaBits || parameters.Exponent!.Length > 4)
                return null;
            uint exponent = parameters.Exponent.Aggregate(0u, (sum, b) => sum << 8 | b);
            return new TpmsRsaParms(
                TpmtSymDef.Null, TpmtScheme.Null, (ushort)key.KeySize, exponent == 65537 ? 0 : exponent, parameters.Modulus!);
        }
        catch (Exception e) when (IsBadKey(e))
        {
            return null;
        }
    }

    private static TpmsEccParms? EccFrom(ReadOnlySpan<byte> info)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(info, out int read);
            ECParameters parameters = key.ExportParameters(false);
            TpmEccCurve curve = parameters.Curve.Oid?.Value switch
            {
                "1.2.840.10045.3.1.7" => TpmEccCurve.NistP256,
                "1.3.132.0.34" => TpmEccCurve.NistP384,
                "1.3.132.0.35" => TpmEccCurve.NistP521,
                _ => TpmEccCurve.None,
            };
            return read != info.Length || curve == TpmEccCurve.None
                ? null
                : new TpmsEccParms(TpmtSymDef.Null, TpmtScheme.Null, curve, TpmtScheme.Null, new TpmsEccPoint(parameters.Q.X!, parameters.Q.Y!));
        }
        catch (Exception e) when (IsBadKey(e))
        {
            return null;
        }
    }
}
