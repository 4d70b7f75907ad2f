using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Attestation.Appraisal.EndorsementKeys;
using Attestation.Formats.X509;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.Fuzz;

/// <summary>Readers of endorsement key certificates and of what an operator says of them. The certificates are issued here, by .NET's own class.</summary>
public static class EkTargets
{
    private static readonly DateTimeOffset From = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly DateTimeOffset Now = From.AddMonths(10);

    private static readonly ECDsa CaKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static readonly ECDsa EkKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static readonly X509Certificate2 Root = MakeRoot();

    private static readonly byte[] Leaf = MakeLeaf();

    private static readonly byte[] EkPublic = WireValue.EncodeSized(PublicKeys.WithKey(EkTemplates.L2.Public, EkKey.ExportSubjectPublicKeyInfo())!);

    private static readonly byte[] AkPublic = WireValue.EncodeSized(
        PublicKeys.WithKey(KeyTemplates.AttestationEcdsa(TpmEccCurve.NistP256, TpmAlgId.Sha256), EkKey.ExportSubjectPublicKeyInfo())!);

    private static readonly EkTrust Trust = MakeTrust();

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("lenient-certificate", [Leaf, Root.RawData, [.. Leaf, 0xFF, 0xFF], Wrapped()], ReadLenient),
        new("certificate-bundle", [[.. Leaf, .. Root.RawData], Encoding.ASCII.GetBytes(Root.ExportCertificatePem())], bytes =>
            CertificateBundle.TryCut(bytes, out _, out _) ? bytes : null),
        new("revocation-list", [MakeList()], bytes => UnverifiedRevocationList.TryParse(bytes, out _, out _) ? Reencoding.Der(bytes) : null),
        new("ek-chain", [Leaf], ReadChain),
        new("ek-public", [EkPublic], bytes =>
            EkChain.Validate(new EkEvidence(bytes, [Leaf]), Trust, Now) is { Accepted: true, Public: { } area } ? WireValue.EncodeSized(area) : null),
        new("ak-public", [AkPublic], bytes => AkChecks.Of(bytes) is { Accepted: true, Public: { } area } ? WireValue.EncodeSized(area) : null),
        new("ek-allow-list", [Encoding.ASCII.GetBytes($"# keys\n{new string('a', 64)} node-7 Example/Model-9 # rack 4\n000b{new string('b', 64)}\n")], bytes =>
            EkAllowList.TryParse(bytes, out EkAllowList list, out _) && list.Entries.Count > 0 ? bytes : null),
    ];

    /// <summary>What was read of a certificate is read again from its own bytes, without the wrapping and padding of NV and with the same deviations.</summary>
    private static byte[]? ReadLenient(byte[] bytes)
    {
        if (!LenientCertificate.TryParse(bytes, out LenientCertificate certificate, out _))
            return null;
        int inside = certificate.Deviations.Count(note => note.Dialect is not (Dialect.WrappedInOctetString or Dialect.Padding or Dialect.BytesAfterCertificate));
        return LenientCertificate.TryParse(certificate.Der, out LenientCertificate again, out _) && again.Deviations.Count == inside
            ? bytes
            : throw new InvalidOperationException("the certificate alone is not what was read");
    }

    /// <summary>Only around the signed bytes may anything differ: padding, wrapping, the form of the signature.</summary>
    private static byte[]? ReadChain(byte[] bytes)
    {
        if (!EkChain.Validate(new EkEvidence(EkPublic, [bytes]), Trust, Now).Accepted)
            return null;
        AsnReader certificate = new AsnReader(Leaf, AsnEncodingRules.DER).ReadSequence();
        return bytes.AsSpan().IndexOf(certificate.PeekEncodedValue().Span) >= 0 ? bytes : throw new InvalidOperationException("other bytes than the signed ones were accepted");
    }

    private static X509Certificate2 MakeRoot()
    {
        var request = new CertificateRequest("CN=EK Root,O=Example", CaKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.CreateSelfSigned(From, From.AddYears(20));
    }

    private static byte[] MakeLeaf()
    {
        var request = new CertificateRequest("", EkKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyAgreement, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("2.23.133.8.1")], false));
        request.CertificateExtensions.Add(new X509Extension("2.5.29.17", TpmNames(), true));
        return request.Create(Root, From, From.AddYears(20), [0x10, 0x01]).RawData;
    }

    /// <summary>GeneralNames with one directory name of three attributes, 2.23.133.2.1 to .3.</summary>
    private static byte[] TpmNames()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 4)))
        using (writer.PushSequence())
        {
            foreach (var (number, value) in (ReadOnlySpan<(int, string)>)[(1, "id:58595A00"), (2, "Model 9"), (3, "id:00010002")])
            {
                using (writer.PushSetOf())
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier($"2.23.133.2.{number}");
                    writer.WriteCharacterString(UniversalTagNumber.UTF8String, value);
                }
            }
        }
        return writer.Encode();
    }

    private static byte[] MakeList()
    {
        var builder = new CertificateRevocationListBuilder();
        builder.AddEntry([0x10, 0x02], From, X509RevocationReason.KeyCompromise);
        return builder.Build(Root, 7, Now.AddMonths(1), HashAlgorithmName.SHA256, thisUpdate: Now);
    }

    private static byte[] Wrapped()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteOctetString(Leaf);
        return writer.Encode();
    }

    private static EkTrust MakeTrust()
    {
        var builder = new EkTrustBuilder();
        builder.AddCertificates("root", Root.RawData);
        return builder.Build();
    }
}
