using System.Security.Cryptography;
using Attestation.Formats;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;
using Attestation.Formats.X509;

namespace Attestation.UnitTests.Formats.X509;

/// <summary>What is not exactly the signed certificate is refused, and nothing throws.</summary>
public sealed class CertificateBadInputTests : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _whole;
    private readonly VerificationKey _issuer;

    public CertificateBadInputTests()
    {
        var maker = new CertificateMaker { Subject = _key, IssuerName = "subject", Extensions = [CertificateMaker.Usage(KeyUsage.KeyCertSign), CertificateMaker.Ca(3)] };
        _whole = maker.Make();
        _issuer = maker.Parse().VerifySelfSigned()!.SubjectKey;
    }

    public void Dispose() => _key.Dispose();

    [Fact]
    public void EveryTruncationIsRefused()
    {
        for (int length = 0; length < _whole.Length; length++)
            Assert.False(UnverifiedCertificate.TryParse(_whole.AsMemory(0, length), out _, out _), $"{length} bytes");
    }

    [Fact]
    public void OneByteMoreIsRefused()
    {
        Assert.False(UnverifiedCertificate.TryParse((byte[])[.. _whole, 0], out _, out ParseError error));
        Assert.Equal(new ParseError(DerReasons.Trailing, _whole.Length, ""), error);
    }

    /// <summary>None may be accepted: everything but the signature itself is signed or a copy of something signed, and a signature has one encoding.</summary>
    [Fact]
    public void NoSingleBitFlipVerifies()
    {
        for (int bit = 0; bit < 8 * _whole.Length; bit++)
        {
            byte[] flipped = [.. _whole];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(UnverifiedCertificate.TryParse(flipped, out UnverifiedCertificate certificate, out _) && certificate.Verify(_issuer) is not null, $"bit {bit}");
        }
    }

    /// <summary>Random bytes over random places, seed 1: no exception, and never verified.</summary>
    [Fact]
    public void MutationsNeverThrow()
    {
        var random = new Random(1);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] mutated = [.. _whole];
            for (int i = random.Next(1, 4); i > 0; i--)
                mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
            bool same = mutated.AsSpan().SequenceEqual(_whole);
            bool accepted = UnverifiedCertificate.TryParse(mutated, out UnverifiedCertificate certificate, out _) && certificate.Verify(_issuer) is not null;
            Assert.Equal(same, accepted);
        }
    }

    [Theory]
    [InlineData("nothing", "", "der.truncated")]
    [InlineData("indefinite length", "3080", "der.length")]
    [InlineData("length in two bytes that fits in one", "30817F", "der.length")]
    [InlineData("length with a leading zero", "308200FF", "der.length")]
    [InlineData("length of four gigabytes", "3084FFFFFFFF", "der.too-large")]
    [InlineData("length of sixteen megabytes without them", "3083FFFFFF", "der.truncated")]
    [InlineData("tag number above 30", "3F0100", "der.tag")]
    [InlineData("a thousand nested sequences have no certificate inside", "30823082", "der.truncated")]
    public void HeadersThatLieAreRefused(string description, string hex, string reason)
    {
        Assert.False(UnverifiedCertificate.TryParse(Convert.FromHexString(hex), out _, out ParseError error));
        Assert.True(error.Code.Id == reason, $"{description}: {error}");
    }

    [Fact]
    public void ACertificateOverTheLimitIsRefused()
    {
        byte[] big = new CertificateMaker { Subject = _key, Extensions = [("1.2.3.4", false, new byte[UnverifiedCertificate.MaxLength])] }.Make();
        Assert.False(UnverifiedCertificate.TryParse(big, out _, out ParseError error));
        Assert.Equal(DerReasons.TooLarge, error.Code);
    }

    [Fact]
    public void AnExtensionListOverTheLimitIsRefused()
    {
        var extensions = Enumerable.Range(1, 65).Select(i => ($"1.2.3.{i}", false, new byte[] { 5, 0 })).ToArray();
        byte[] der = new CertificateMaker { Subject = _key, Extensions = extensions }.Make();
        Assert.False(UnverifiedCertificate.TryParse(der, out _, out ParseError error));
        Assert.Equal(DerReasons.TooLarge, error.Code);
    }

    [Fact]
    public void TheErrorNamesPlaceAndPath()
    {
        byte[] der = new CertificateMaker { Subject = _key, Extensions = [CertificateMaker.Ca(), ("1.2.3.4", true, [5, 0])] }.Make();
        Assert.False(UnverifiedCertificate.TryParse(der, out _, out ParseError error));
        Assert.Equal("tbsCertificate/extensions/1.2.3.4", error.Path);
        Assert.Equal(0x30, der[error.Offset]);
    }
}
