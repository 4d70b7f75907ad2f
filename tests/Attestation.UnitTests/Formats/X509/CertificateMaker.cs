using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using Attestation.Formats.X509;

namespace Attestation.UnitTests.Formats.X509;

/// <summary>Makes P-256 certificates with any defect a test asks for; the encoder is System.Formats.Asn1, not the reader under test.</summary>
internal sealed record CertificateMaker
{
    public const string EcdsaSha256 = "1.2.840.10045.4.3.2";

    public required ECDsa Subject { get; init; }

    /// <summary>The key that signs; the subject's own where null.</summary>
    public ECDsa? Issuer { get; init; }

    public string SubjectName { get; init; } = "subject";

    public string IssuerName { get; init; } = "issuer";

    public int Version { get; init; } = 3;

    public DateTimeOffset NotBefore { get; init; } = new(2018, 3, 22, 23, 59, 59, TimeSpan.Zero);

    public DateTimeOffset NotAfter { get; init; } = new(9999, 12, 31, 23, 59, 59, TimeSpan.Zero);

    public string InnerAlgorithm { get; init; } = EcdsaSha256;

    public string OuterAlgorithm { get; init; } = EcdsaSha256;

    public (string Oid, bool Critical, byte[] Value)[] Extensions { get; init; } = [];

    public UnverifiedCertificate Parse()
    {
        Assert.True(UnverifiedCertificate.TryParse(Make(), out UnverifiedCertificate certificate, out var error), error.ToString());
        return certificate;
    }

    public byte[] Make()
    {
        byte[] signed = Signed();
        byte[] signature = (Issuer ?? Subject).SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(signed);
            WriteAlgorithm(writer, OuterAlgorithm);
            writer.WriteBitString(signature);
        }
        return writer.Encode();
    }

    public static byte[] Der(Action<AsnWriter> write)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        write(writer);
        return writer.Encode();
    }

    public static (string Oid, bool Critical, byte[] Value) Ca(int? pathLength = null) => (ExtensionOid.BasicConstraints, true, Der(w =>
    {
        using (w.PushSequence())
        {
            w.WriteBoolean(true);
            if (pathLength is { } length)
                w.WriteInteger(length);
        }
    }));

    public static (string Oid, bool Critical, byte[] Value) Usage(KeyUsage usage) =>
        (ExtensionOid.KeyUsage, true, Der(w => w.WriteNamedBitList(usage)));

    public static byte[] Name(string serialNumber) => Der(w =>
    {
        using (w.PushSequence())
        using (w.PushSetOf())
        using (w.PushSequence())
        {
            w.WriteObjectIdentifier("2.5.4.5");
            w.WriteCharacterString(UniversalTagNumber.PrintableString, serialNumber);
        }
    });

    private byte[] Signed() => Der(w =>
    {
        using (w.PushSequence())
        {
            WriteVersion(w);
            w.WriteInteger(new BigInteger(1));
            WriteAlgorithm(w, InnerAlgorithm);
            w.WriteEncodedValue(Name(IssuerName));
            using (w.PushSequence())
            {
                WriteTime(w, NotBefore);
                WriteTime(w, NotAfter);
            }
            w.WriteEncodedValue(Name(SubjectName));
            w.WriteEncodedValue(Subject.ExportSubjectPublicKeyInfo());
            WriteExtensions(w);
        }
    });

    private void WriteVersion(AsnWriter w)
    {
        if (Version == 1)
            return;
        using (w.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            w.WriteInteger(Version - 1);
    }

    private void WriteExtensions(AsnWriter w)
    {
        if (Extensions.Length == 0)
            return;
        using (w.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 3)))
        using (w.PushSequence())
        {
            foreach (var (oid, critical, value) in Extensions)
            {
                using (w.PushSequence())
                {
                    w.WriteObjectIdentifier(oid);
                    if (critical)
                        w.WriteBoolean(true);
                    w.WriteOctetString(value);
                }
            }
        }
    }

    private static void WriteAlgorithm(AsnWriter w, string oid)
    {
        using (w.PushSequence())
            w.WriteObjectIdentifier(oid);
    }

    private static void WriteTime(AsnWriter w, DateTimeOffset time)
    {
        if (time.Year < 2050)
            w.WriteUtcTime(time);
        else
            w.WriteGeneralizedTime(time, omitFractionalSeconds: true);
    }
}
