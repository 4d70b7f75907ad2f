using Attestation.Formats;
using Attestation.Formats.X509;
using Attestation.UnitTests.Appraisal.EndorsementKeys;
using Attestation.UnitTests.Tpm;

namespace Attestation.UnitTests.Formats.X509;

/// <summary>What certificates say of TPMs, platforms and of where their issuer lies.</summary>
public sealed class TpmSubjectTests
{
    [Theory]
    [InlineData("one set of three", "good-p256", "id:58595A00", "XYZ")]
    [InlineData("three sets", "good-subject-split", "id:58595A00", "XYZ")]
    public void TheNamesOfATpmAreRead(string about, string file, string manufacturer, string letters)
    {
        TpmSubject subject = Subject(EkCase.Bytes(file + ".der"));
        Assert.True(subject is { IsComplete: true, IsPlatform: false, Model: "Model 9", Version: "id:00010002" }, about);
        Assert.Equal((manufacturer, letters), (subject.Manufacturer, subject.ManufacturerLetters));
    }

    [Theory]
    [InlineData("letters of the vendor list", "id:49465800", "IFX")]
    [InlineData("four letters", "id:474F4F47", "GOOG")]
    [InlineData("a number that is no letters", "id:00001014", null)]
    [InlineData("control characters", "id:07080900", null)]
    [InlineData("too few digits", "id:4946", null)]
    [InlineData("a name", "Infineon", null)]
    public void ManufacturersAreShownByTheirLetters(string about, string manufacturer, string? letters) =>
        Assert.True(new TpmSubject(manufacturer, null, null, false).ManufacturerLetters == letters, about);

    [Fact]
    public void APlatformIsToldApart() => Assert.True(Subject(TpmVectors.Bytes("swtpm-a/platform.cert.der")) is { IsPlatform: true, IsComplete: false });

    [Fact]
    public void SpecificationAndAssertionsAreRead()
    {
        Assert.True(TpmAttributes.TryRead(Read(EkCase.Bytes("good-p256.der")), out TpmAttributes attributes, out _));
        Assert.Equal(new TpmAttributes("2.0", 0, 159, true, "internal"), attributes);
        Assert.True(TpmAttributes.TryRead(Read(EkCase.Bytes("good-no-attributes.der")), out attributes, out _));
        Assert.Equal(new TpmAttributes("2.0", 0, 159, null, null), attributes);
        Assert.True(TpmAttributes.TryRead(Read(EkCase.Bytes("root.der")), out attributes, out _));
        Assert.Equal(TpmAttributes.None, attributes);
    }

    [Fact]
    public void TheIssuersAddressIsAHint()
    {
        Assert.Equal(["http://ca.example/ek-intermediate.crt"], AuthorityAccess.IssuerUrls(Read(EkCase.Bytes("good-p256.der"))));
        Assert.Empty(AuthorityAccess.IssuerUrls(Read(EkCase.Bytes("root.der"))));
    }

    private static TpmSubject Subject(byte[] der)
    {
        Assert.True(TpmSubject.TryRead(Read(der), out TpmSubject subject, out ParseError error), $"{error}");
        return subject;
    }

    private static Certificate Read(byte[] der)
    {
        Assert.True(LenientCertificate.TryParse(der, out LenientCertificate certificate, out ParseError error), $"{error}");
        return certificate.ForDisplay;
    }
}
