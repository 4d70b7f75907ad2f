using System.Formats.Asn1;
using System.Security.Cryptography;
using Attestation.Formats.Der;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Keys;

/// <summary>SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7; RFC 5480 for elliptic curves, RFC 8410 for Ed25519, RFC 3279 for RSA).</summary>
public sealed partial class VerificationKey
{
    private const string IdEd25519 = "1.3.101.112";
    private const string IdEcPublicKey = "1.2.840.10045.2.1";
    private const string IdRsaEncryption = "1.2.840.113549.1.1.1";

    /// <summary>A SubjectPublicKeyInfo in DER, nothing after it.</summary>
    public static bool TryParseSpki(ReadOnlyMemory<byte> der, out VerificationKey key, out ParseError error)
    {
        try
        {
            var reader = new DerReader(der);
            key = ReadSpki(ref reader, "");
            reader.End("");
            error = default;
            return true;
        }
        catch (DerDefect defect)
        {
            key = null!;
            error = defect.Error;
            return false;
        }
    }

    /// <summary>One PEM block labelled PUBLIC KEY (RFC 7468 section 13), nothing but white space around it.</summary>
    public static bool TryParsePem(ReadOnlySpan<char> text, out VerificationKey key, out ParseError error)
    {
        if (PemBlock.TryDecode(text, "PUBLIC KEY", out byte[] der))
            return TryParseSpki(der, out key, out error);
        key = null!;
        return Fail(KeyReasons.Pem, out error);
    }

    /// <summary>The key as SubjectPublicKeyInfo in DER.</summary>
    public byte[] ToSpki()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
                WriteAlgorithm(writer);
            writer.WriteBitString(NistCurve.Of(Kind) is null ? _public : [0x04, .. _public]);
        }
        return writer.Encode();
    }

    /// <summary>The key as PEM, PUBLIC KEY.</summary>
    public string ToPem() => PemEncoding.WriteString("PUBLIC KEY", ToSpki()) + "\n";

    internal static VerificationKey ReadSpki(ref DerReader reader, string path)
    {
        try
        {
            return ReadSpki(ref reader);
        }
        catch (DerDefect defect) when (path.Length > 0)
        {
            throw defect.Within(path);
        }
    }

    private static VerificationKey ReadSpki(ref DerReader reader)
    {
        int at = reader.Offset;
        DerReader info = reader.Enter(DerTag.Sequence, "");
        DerReader algorithm = info.Enter(DerTag.Sequence, "algorithm");
        string oid = algorithm.ObjectIdentifier("algorithm");
        NistCurve? curve = null;
        if (oid == IdEcPublicKey)
            curve = ReadCurve(ref algorithm, "algorithm/parameters");
        else if (oid == IdRsaEncryption)
            ReadNull(ref algorithm, "algorithm/parameters");
        algorithm.End("algorithm");
        ReadOnlyMemory<byte> bits = info.BitStringOfBytes("subjectPublicKey");
        info.End("");
        return Create(oid, curve, bits, out VerificationKey key, out ParseError error)
            ? key
            : throw new DerDefect(error.Code, at, "");
    }

    private static bool Create(string oid, NistCurve? curve, ReadOnlyMemory<byte> bits, out VerificationKey key, out ParseError error)
    {
        key = null!;
        ReadOnlySpan<byte> bytes = bits.Span;
        if (curve is not null)
        {
            // SEC 1 section 2.3.3: 04 X Y. Compressed points are not used by any producer of DICE or TPM certificates.
            return bytes.Length == 1 + (2 * curve.Size) && bytes[0] == 0x04
                ? TryFromPoint(curve.Kind, bytes[1..], out key, out error)
                : Fail(KeyReasons.Malformed, out error);
        }
        if (oid == IdEd25519)
            return TryFromEd25519(bytes, out key, out error);
        if (oid != IdRsaEncryption)
            return Fail(KeyReasons.Algorithm, out error);
        var outer = new DerReader(bits);
        DerReader rsa = outer.Enter(DerTag.Sequence, "RSAPublicKey");
        outer.End("RSAPublicKey");
        ReadOnlyMemory<byte> modulus = rsa.Integer("RSAPublicKey/modulus");
        ReadOnlyMemory<byte> exponent = rsa.Integer("RSAPublicKey/publicExponent");
        rsa.End("RSAPublicKey");
        return modulus.Span[0] < 0x80 && exponent.Span[0] < 0x80
            ? TryFromRsa(modulus.Span, exponent.Span, out key, out error)
            : Fail(KeyReasons.RsaSize, out error);
    }

    /// <summary>RFC 5480 section 2.1.1: the curve must be named; explicit parameters are how CVE-2020-0601 worked.</summary>
    private static NistCurve ReadCurve(ref DerReader algorithm, string path)
    {
        int at = algorithm.Offset;
        if (!algorithm.Is(DerTag.ObjectIdentifier))
            throw new DerDefect(KeyReasons.Algorithm, at, path);
        return NistCurve.ByOid(algorithm.Content(DerTag.ObjectIdentifier, path).Span) ?? throw new DerDefect(KeyReasons.Algorithm, at, path);
    }

    private static void ReadNull(ref DerReader algorithm, string path)
    {
        int at = algorithm.Offset;
        if (!algorithm.Content(DerTag.Null, path).IsEmpty)
            throw new DerDefect(DerReasons.Value, at, path);
    }

    private void WriteAlgorithm(AsnWriter writer)
    {
        switch (Kind)
        {
            case KeyKind.Ed25519:
                writer.WriteObjectIdentifier(IdEd25519);
                break;
            case KeyKind.Rsa:
                writer.WriteObjectIdentifier(IdRsaEncryption);
                writer.WriteNull();
                break;
            default:
                writer.WriteObjectIdentifier(IdEcPublicKey);
                writer.WriteEncodedValue([DerTag.ObjectIdentifier, (byte)NistCurve.Of(Kind)!.Oid.Length, .. NistCurve.Of(Kind)!.Oid]);
                break;
        }
    }

    private static byte[] EncodeRsa(ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteIntegerUnsigned(modulus);
            writer.WriteIntegerUnsigned(exponent);
        }
        return writer.Encode();
    }
}
