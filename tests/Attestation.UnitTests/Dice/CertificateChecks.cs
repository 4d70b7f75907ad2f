using System.Formats.Asn1;
using System.Formats.Cbor;
using System.Security.Cryptography;
using Attestation.Dice;
using Attestation.Dice.Certificates;

namespace Attestation.UnitTests.Dice;

/// <summary>Looks into certificates with the base library's readers, which share nothing with the writers under test.</summary>
internal static class CertificateChecks
{
    /// <summary>The tbsCertificate, or protected header and payload of a COSE_Sign1.</summary>
    public static byte[] SignedPart(byte[] certificate, CertificateForm form, DiceAlgorithm algorithm) =>
        form == CertificateForm.X509
            ? new AsnReader(certificate, AsnEncodingRules.DER).ReadSequence().PeekEncodedValue().ToArray()
            : certificate[..^DiceAlgorithmSizes.Signature(algorithm)];

    /// <summary>Verifies a certificate with a raw public key.</summary>
    public static void AssertSignature(byte[] certificate, CertificateForm form, DiceAlgorithm algorithm, byte[] publicKey)
    {
        (byte[] message, byte[] signature) = form == CertificateForm.X509 ? SplitX509(certificate, algorithm) : SplitCose(certificate, algorithm);
        AssertRawSignature(message, signature, algorithm, publicKey);
    }

    /// <summary>Verifies R ‖ S or r ‖ s over a message.</summary>
    public static void AssertRawSignature(byte[] message, byte[] signature, DiceAlgorithm algorithm, byte[] publicKey)
    {
        if (algorithm == DiceAlgorithm.Ed25519)
        {
            OpenSsl.AssertEd25519(message, signature, publicKey);
            return;
        }

        int size = publicKey.Length / 2;
        using ECDsa key = ECDsa.Create(new ECParameters
        {
            Curve = algorithm == DiceAlgorithm.P256 ? ECCurve.NamedCurves.nistP256 : ECCurve.NamedCurves.nistP384,
            Q = new ECPoint { X = publicKey[..size], Y = publicKey[size..] },
        });
        Assert.True(key.VerifyData(message, signature, algorithm == DiceAlgorithm.P256 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA384));
    }

    public static (byte[] Message, byte[] Signature) SplitX509(byte[] certificate, DiceAlgorithm algorithm)
    {
        AsnReader outer = new AsnReader(certificate, AsnEncodingRules.DER).ReadSequence();
        byte[] message = outer.ReadEncodedValue().ToArray();
        outer.ReadSequence();
        byte[] bits = outer.ReadBitString(out int unused);
        Assert.Equal(0, unused);
        outer.ThrowIfNotEmpty();
        if (algorithm == DiceAlgorithm.Ed25519)
            return (message, bits);
        int size = DiceAlgorithmSizes.PrivateKey(algorithm);
        AsnReader pair = new AsnReader(bits, AsnEncodingRules.DER).ReadSequence();
        return (message, [.. Fixed(pair, size), .. Fixed(pair, size)]);
    }

    public static (byte[] Message, byte[] Signature) SplitCose(byte[] certificate, DiceAlgorithm algorithm)
    {
        CborReader reader = new(certificate, CborConformanceMode.Strict);
        if (reader.PeekState() == CborReaderState.Tag)
            reader.ReadTag();
        Assert.Equal(4, reader.ReadStartArray());
        byte[] header = reader.ReadByteString();
        reader.SkipValue();
        byte[] payload = reader.ReadByteString();
        byte[] signature = reader.ReadByteString();
        reader.ReadEndArray();
        Assert.Equal(0, reader.BytesRemaining);
        Assert.Equal((int)algorithm, AlgorithmOf(header));
        CborWriter structure = new();
        structure.WriteStartArray(4);
        structure.WriteTextString("Signature1");
        structure.WriteByteString(header);
        structure.WriteByteString([]);
        structure.WriteByteString(payload);
        structure.WriteEndArray();
        return (structure.Encode(), signature);
    }

    private static int AlgorithmOf(byte[] header)
    {
        CborReader reader = new(header, CborConformanceMode.Canonical);
        Assert.Equal(1, reader.ReadStartMap());
        Assert.Equal(1, reader.ReadInt32());
        int algorithm = reader.ReadInt32();
        reader.ReadEndMap();
        return algorithm;
    }

    private static byte[] Fixed(AsnReader reader, int size)
    {
        byte[] number = reader.ReadInteger().ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[size - number.Length], .. number];
    }
}
