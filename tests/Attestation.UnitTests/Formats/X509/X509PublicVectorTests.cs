using System.Security.Cryptography;
using System.Text.Json;
using Attestation.Formats;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;
using Attestation.Formats.X509;

namespace Attestation.UnitTests.Formats.X509;

public sealed class X509PublicVectorTests
{
    private const int BundleCount = 46, BundleCertificates = 259;

    /// <summary>Name constraints that are not critical are not processed here, so not read; critical ones are refused whatever they hold.</summary>
    private static readonly (int Refused, string Accepted) ReferenceRejects = (40, "name_constraints_bad_ip.pem");

    [PublicVectorFact("01-open-dice")]
    public void OpenDiceGoldenCertificatesAreRead()
    {
        int read = 0, foreign = 0;
        foreach (string file in PublicVectors.Files("01-open-dice/golden", "x509_*.der"))
        {
            bool parsed = UnverifiedCertificate.TryParse(File.ReadAllBytes(file), out UnverifiedCertificate certificate, out ParseError error);
            if (Path.GetFileName(file).Contains("mldsa", StringComparison.Ordinal))
            {
                Assert.Equal(X509Reasons.Algorithm, error.Code);
                foreign++;
                continue;
            }
            Assert.True(parsed, $"{file}: {error}");
            Certificate content = certificate.ForDisplay;
            Assert.NotNull(content.OpenDice?.Mode);
            Assert.Equal(KeyUsage.KeyCertSign, content.KeyUsage);
            Assert.Equal(new BasicConstraints(true, null), content.BasicConstraints);
            Assert.Equal(40, content.Subject.SerialNumber!.Length);
            Assert.Empty(content.Notes);
            read++;
        }
        Assert.Equal((6, 6), (read, foreign));
    }

    [PublicVectorFact("08-dice-x509/cerberus")]
    public void CerberusCertificatesAreReadAndThoseWithAKnownIssuerVerify()
    {
        using JsonDocument issuers = JsonDocument.Parse(PublicVectors.Text("08-dice-x509/cerberus/issuer_keys.json"));
        int read = 0, verified = 0;
        foreach (string file in PublicVectors.Files("08-dice-x509/cerberus", "*.crt"))
        {
            Assert.True(UnverifiedCertificate.TryParse(Der(file), out UnverifiedCertificate certificate, out ParseError error), $"{file}: {error}");
            read++;
            if (!issuers.RootElement.TryGetProperty(Path.GetFileName(file), out JsonElement issuer))
                continue;
            Assert.True(certificate.Verify(IssuerKey("08-dice-x509/cerberus/" + issuer.GetString())) is not null, file);
            verified++;
        }
        Assert.Equal((45, 37), (read, verified));
    }

    [PublicVectorFact("08-dice-x509/libspdm")]
    public void SpdmBundlesSplitAndEverySignatureVerifies()
    {
        int bundles = 0, certificates = 0;
        foreach (string file in PublicVectors.Files("08-dice-x509/libspdm", "bundle_*certchain*.der", recursive: true)
                     .Concat(PublicVectors.Files("08-dice-x509/libspdm/long_chains", "*.der")))
        {
            Assert.True(CertificateFile.TryParseConcatenated(File.ReadAllBytes(file), out var chain, out ParseError error), $"{file}: {error}");
            VerificationKey issuer = chain[0].ForDisplay.SubjectKey;
            bool partial = chain[0].VerifySelfSigned() is null; // an alias set without its root: its first certificate has no issuer here
            foreach (UnverifiedCertificate certificate in chain.Skip(partial ? 1 : 0))
            {
                Assert.True(certificate.Verify(issuer) is not null, file);
                issuer = certificate.ForDisplay.SubjectKey;
                certificates++;
            }
            bundles++;
        }
        Assert.Equal((BundleCount, BundleCertificates), (bundles, certificates));
    }

    [PublicVectorFact("08-dice-x509/caliptra-sw")]
    public void CaliptraLayersAreReadAndRedactedOnesRefused()
    {
        Certificate local = Parse(PublicVectors.PathOf("08-dice-x509/caliptra-sw/ldevid_cert_ecc.der")).ForDisplay;
        Certificate? firmware = Parse(PublicVectors.PathOf("08-dice-x509/caliptra-sw/fmc_alias_cert_ecc.der")).Verify(local.SubjectKey);
        Assert.NotNull(firmware);
        Assert.Equal(17, local.Ueid!.Value.Length);
        Assert.Equal(["DEVICE_INFO", "FMC_INFO"], firmware.TcbInfos.Select(t => System.Text.Encoding.ASCII.GetString(t.Type!.Value.Span)));
        Assert.NotNull(firmware.TcbInfos[0].FlagsMask);
        Assert.Null(firmware.TcbInfos[1].FlagsMask);
        Assert.Null(firmware.TcbInfos[1].VendorInfo);
        Assert.Contains(firmware.Notes, n => n.Dialect == Dialect.FlagsMaskAt10);
        foreach (string redacted in (string[])["rt_alias_cert_redacted.der", "rom-latest/fmc_alias_cert_redacted.der"])
            Assert.False(UnverifiedCertificate.TryParse(PublicVectors.Bytes("08-dice-x509/caliptra-sw/" + redacted), out _, out _));
    }

    [PublicVectorTheory("08-dice-x509")]
    [InlineData("OpenTitan CA and extension CA", "08-dice-x509/opentitan", "*.pem", 2)]
    [InlineData("Oxide device CA and alias with critical TcbInfo", "08-dice-x509/oxide-dice-util", "*.der", 2)]
    public void CertificatesOfOtherProducersAreRead(string description, string folder, string pattern, int count)
    {
        string[] files = [.. PublicVectors.Files(folder, pattern, recursive: true)];
        Assert.All(files, file => Assert.NotNull(Parse(file)));
        Assert.True(count == files.Length, $"{description}: {files.Length}");
    }

    /// <summary>A GPU's chain, leaf first, and its report: a transcript with r‖s over it at its end.</summary>
    [PublicVectorFact("08-dice-x509/nv-attestation-sdk")]
    public void AGpusChainAndReportVerify()
    {
        using JsonDocument evidence = JsonDocument.Parse(PublicVectors.Text("08-dice-x509/nv-attestation-sdk/hopper_evidence.json"));
        JsonElement gpu = evidence.RootElement[0];
        string pem = System.Text.Encoding.ASCII.GetString(gpu.GetProperty("certificate").GetBytesFromBase64());
        Assert.True(CertificateFile.TryParsePem(pem, out var leafFirst, out ParseError error), error.ToString());
        Assert.Equal(5, leafFirst.Count);
        for (int i = 0; i < 4; i++)
            Assert.NotNull(leafFirst[i].Verify(leafFirst[i + 1].ForDisplay.SubjectKey));
        Assert.NotNull(leafFirst[4].VerifySelfSigned());
        Assert.Single(Assert.Single(leafFirst.SelectMany(c => c.ForDisplay.TcbInfos)).Fwids);
        Assert.Contains(leafFirst[0].ForDisplay.Notes, n => n.Dialect == Dialect.RiotCompositeDeviceId);
        byte[] report = gpu.GetProperty("evidence").GetBytesFromBase64();
        VerificationKey key = leafFirst[0].ForDisplay.SubjectKey;
        Assert.True(key.Verify(SignatureAlgorithm.Es384, report.AsSpan(0, report.Length - 96), report.AsSpan(report.Length - 96)));
        Assert.True(key.WithoutLibcrypto().Verify(SignatureAlgorithm.Es384, report.AsSpan(0, report.Length - 96), report.AsSpan(report.Length - 96)));
    }

    [Theory]
    [InlineData("SHA-256", "SHA256")]
    [InlineData("SHA-384", "SHA384")]
    [InlineData("SHA-512", "SHA512")]
    public void RsaPssCertificatesAreRead(string description, string hash)
    {
        using var key = RSA.Create(2048);
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest("CN=PSS", key, new HashAlgorithmName(hash), RSASignaturePadding.Pss);
        using var made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(90));
        Assert.True(UnverifiedCertificate.TryParse(made.RawData, out UnverifiedCertificate certificate, out ParseError error), $"{description}: {error}");
        Assert.NotNull(certificate.VerifySelfSigned());
    }

    /// <summary>The extension is decoded, then written again by another encoder: the same bytes.</summary>
    [PublicVectorFact("08-dice-x509/cerberus")]
    public void CerberusExtensionsAreWhatTheirDecodedFieldsEncodeTo()
    {
        int compared = 0;
        foreach (string file in PublicVectors.Files("08-dice-x509/cerberus/ext", "tcbinfo_*.der"))
        {
            byte[] value = File.ReadAllBytes(file);
            Certificate certificate = WithExtension(ExtensionOid.TcbInfo, value);
            Assert.True(value.AsSpan().SequenceEqual(TcbInfoWriter.Write(Assert.Single(certificate.TcbInfos), certificate.Notes)), file);
            compared++;
        }
        Assert.Equal(15, compared);
        byte[] ueid = PublicVectors.Bytes("08-dice-x509/cerberus/ext/ueid.der");
        Assert.Equal("1122334455667788", Convert.ToHexString(WithExtension(ExtensionOid.Ueid, ueid).Ueid!.Value.Span));
    }

    [PublicVectorFact("10-x509")]
    public void WhatTheReferenceParserRejectsIsRefusedAndNothingThrows()
    {
        using JsonDocument cases = JsonDocument.Parse(PublicVectors.Text("10-x509/boringssl-pki/parse_certificate.json"));
        var accepted = new List<string>();
        int refused = 0;
        foreach (JsonElement test in cases.RootElement.GetProperty("cases").EnumerateArray())
        {
            string file = "10-x509/boringssl-pki/" + test.GetProperty("file").GetString();
            if (!File.Exists(PublicVectors.PathOf(file)))
                continue;
            string text = PublicVectors.Text(file);
            int end = text.IndexOf("-----BEGIN ERRORS", StringComparison.Ordinal);
            bool parsed = CertificateFile.TryParsePem(end < 0 ? text : text[..end], out _, out _);
            if (test.GetProperty("expect").GetString() != "reject")
                continue;
            if (parsed)
                accepted.Add(Path.GetFileName(file));
            else
                refused++;
        }
        Assert.Equal(ReferenceRejects, (refused, string.Join(' ', accepted)));
    }

    [PublicVectorFact("10-x509")]
    public void OddCertificatesDoNotThrow()
    {
        int read = 0;
        foreach (string file in PublicVectors.Files("10-x509/ct-go-invalid", "*.pem").Concat(PublicVectors.Files("10-x509/boringssl-pki/nist-pkits", "*.crt", recursive: true)))
        {
            byte[] bytes = File.ReadAllBytes(file);
            if (bytes[0] == (byte)'-')
                CertificateFile.TryParsePem(System.Text.Encoding.Latin1.GetString(bytes), out _, out _);
            else
                UnverifiedCertificate.TryParse(bytes, out _, out _);
            read++;
        }
        Assert.True(read >= 9, $"{read} files");
    }

    private static Certificate WithExtension(string oid, byte[] value)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateMaker { Subject = key, IssuerName = "subject", Extensions = [(oid, false, value)] }.Parse().VerifySelfSigned()!;
    }

    private static VerificationKey IssuerKey(string file)
    {
        if (file.EndsWith(".crt", StringComparison.Ordinal))
            return Parse(PublicVectors.PathOf(file)).ForDisplay.SubjectKey;
        Assert.True(VerificationKey.TryParsePem(PublicVectors.Text(file), out VerificationKey key, out _), file);
        return key;
    }

    private static UnverifiedCertificate Parse(string file)
    {
        Assert.True(UnverifiedCertificate.TryParse(Der(file), out UnverifiedCertificate certificate, out ParseError error), $"{file}: {error}");
        return certificate;
    }

    private static byte[] Der(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        if (bytes[0] != (byte)'-')
            return bytes;
        Assert.True(CertificateFile.TryParsePem(System.Text.Encoding.ASCII.GetString(bytes), out var certificates, out ParseError error), $"{file}: {error}");
        return Assert.Single(certificates).Der.ToArray();
    }
}
