using Attestation.Formats.Reasons;
using Attestation.Formats.X509;
using Attestation.Fuzz;

namespace Attestation.UnitTests.Formats.X509;

/// <summary>Two laxities that fuzzing found: contents of names and times under tags that do not fit them.</summary>
public sealed class NamesAndTimesTests
{
    [Theory]
    [InlineData("a name's string under a context tag", 0x0C, 0xAC)]
    [InlineData("a name's string as a constructed UTF8String", 0x0C, 0x2C)]
    [InlineData("a name's string as an integer", 0x0C, 0x02)]
    public void AnAttributeValueIsAString(string defect, byte from, byte to)
    {
        byte[] certificate = [.. SeedWorld.Instance.Certificates[0]];
        int at = certificate.AsSpan().IndexOf((byte[])[0x06, 0x03, 0x55, 0x04, 0x0A, from]); // organizationName
        certificate[at + 5] = to;
        Assert.False(UnverifiedCertificate.TryParse(certificate, out _, out var error), defect);
        Assert.Equal(DerReasons.Tag, error.Code);
    }

    [Fact]
    public void AUtcTimeHasTwoDigitsForTheYear()
    {
        byte[] certificate = [.. SeedWorld.Instance.Certificates[0]];
        int at = certificate.AsSpan().IndexOf((byte[])[0x18, 0x0F, .. "99991231235959Z"u8]);
        certificate[at] = 0x17;
        Assert.False(UnverifiedCertificate.TryParse(certificate, out _, out var error));
        Assert.Equal(DerReasons.Value, error.Code);
    }
}
