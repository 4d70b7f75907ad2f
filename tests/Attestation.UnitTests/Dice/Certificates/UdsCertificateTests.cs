using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Attestation.Dice;
using Attestation.Dice.Certificates;
using Attestation.Dice.Host;

namespace Attestation.UnitTests.Dice.Certificates;

/// <summary>Root certificates: signed by a manufacturer's CA that this core knows only by name, or by the device itself.</summary>
public sealed class UdsCertificateTests
{
    private static readonly HostDiceOperations Host = new();

    [Theory]
    [InlineData(DiceAlgorithm.Ed25519)]
    [InlineData(DiceAlgorithm.P256)]
    [InlineData(DiceAlgorithm.P384)]
    public void AManufacturersAuthoritySignsFromOutside(DiceAlgorithm algorithm)
    {
        using ECDsa authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=Maker UDS CA, O=Maker", authorityKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        X509SubjectKeyIdentifierExtension keyId = new(request.PublicKey, false);
        request.CertificateExtensions.Add(keyId);
        using X509Certificate2 authority = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(40), DateTimeOffset.UnixEpoch.AddYears(100));

        byte[] toBeSigned = UdsCertificate.ToBeSigned(
            DiceAlgorithm.P256, authority.SubjectName.RawData, keyId.SubjectKeyIdentifierBytes.ToArray(), PublicHalf(algorithm), SampleInputs.Filled(33, 1));
        byte[] certificate = UdsCertificate.Assemble(toBeSigned, DiceAlgorithm.P256, authorityKey.SignData(toBeSigned, HashAlgorithmName.SHA256));

        Assert.Contains("serialNumber = " + Convert.ToHexStringLower(Key(algorithm).Id), OpenSsl.Run("x509 -inform der -in {0} -noout -text", certificate));
        using X509Certificate2 loaded = X509CertificateLoader.LoadCertificate(certificate);
        Assert.Equal(authority.SubjectName.RawData, loaded.IssuerName.RawData);
        (byte[] message, byte[] signature) = CertificateChecks.SplitX509(certificate, DiceAlgorithm.P256);
        Assert.True(authorityKey.VerifyData(message, signature, HashAlgorithmName.SHA256));
    }

    [Theory]
    [InlineData(DiceAlgorithm.Ed25519, CertificateForm.X509)]
    [InlineData(DiceAlgorithm.Ed25519, CertificateForm.Cbor)]
    [InlineData(DiceAlgorithm.P256, CertificateForm.X509)]
    [InlineData(DiceAlgorithm.P256, CertificateForm.Cbor)]
    [InlineData(DiceAlgorithm.P384, CertificateForm.X509)]
    [InlineData(DiceAlgorithm.P384, CertificateForm.Cbor)]
    public void ASelfSignedOneVerifiesWithItsOwnKey(DiceAlgorithm algorithm, CertificateForm form)
    {
        LayerKey key = Key(algorithm);
        Assert.Equal(DiceResult.Ok, UdsCertificate.SelfSign(Host, key, form, out byte[] certificate));
        CertificateChecks.AssertSignature(certificate, form, algorithm, key.PublicKey);
    }

    [Fact]
    public void BadArgumentsAreRefused()
    {
        Assert.Equal(DiceResult.InvalidInput, UdsCertificate.SelfSign(Host, null, CertificateForm.X509, out _));
        Assert.Equal(DiceResult.InvalidInput, UdsCertificate.SelfSign(Host, Key(DiceAlgorithm.P256), (CertificateForm)7, out _));
        Assert.Equal(DiceResult.SignFailed, UdsCertificate.SelfSign(new WatchedOperations(Host, 1), Key(DiceAlgorithm.P256), CertificateForm.Cbor, out byte[] none));
        Assert.Null(none);
        Assert.Null(UdsCertificate.Assemble([0x30, 0], DiceAlgorithm.P256, new byte[63]));
        Assert.Null(UdsCertificate.Assemble([0x30, 0], (DiceAlgorithm)3, []));
    }

    [Fact]
    public void APublicHalfHasTheSameIdAndSignsNothing()
    {
        LayerKey half = PublicHalf(DiceAlgorithm.P384);
        Assert.Equal(Key(DiceAlgorithm.P384).Id, half.Id);
        Assert.Null(half.Sign(Host, [1], 0, 1));
        Assert.Equal(DiceResult.InvalidInput, LayerKey.FromPublicKey(Host, DiceAlgorithm.P384, new byte[64], out LayerKey none));
        Assert.Null(none);
        Assert.Equal(DiceResult.KdfFailed, LayerKey.FromPublicKey(new WatchedOperations(Host, 1), DiceAlgorithm.P256, new byte[64], out none));
        Assert.Null(none);
    }

    private static LayerKey PublicHalf(DiceAlgorithm algorithm)
    {
        Assert.Equal(DiceResult.Ok, LayerKey.FromPublicKey(Host, algorithm, Key(algorithm).PublicKey, out LayerKey key));
        return key;
    }

    private static LayerKey Key(DiceAlgorithm algorithm)
    {
        Assert.Equal(DiceResult.Ok, LayerKey.Derive(Host, algorithm, SampleInputs.Filled(32, 0x77), out LayerKey key));
        return key;
    }
}
