using Attestation.Formats;
using Attestation.Formats.Keys;
using Attestation.Formats.X509;
using Attestation.UnitTests.Appraisal.EndorsementKeys;

namespace Attestation.UnitTests.Formats.X509;

/// <summary>Each deviation is named with its place, the strict reader refuses what the lenient one repairs, and signatures are over what came.</summary>
public sealed class LenientCertificateTests
{
    private static readonly VerificationKey Issuer = Parse("intermediate").ForDisplay.SubjectKey;

    [Theory]
    [InlineData("00 after it", "padding-zero", "Padding at byte 599", "der.trailing")]
    [InlineData("FF after it", "padding-ff", "Padding at byte 599", "der.trailing")]
    [InlineData("bytes after it", "bytes-after", "BytesAfterCertificate at byte 599", "der.trailing")]
    [InlineData("an OCTET STRING around it", "wrapped", "WrappedInOctetString at byte 0", "der.tag")]
    [InlineData("long length of the signed part", "length-not-shortest", "LengthNotShortest at tbsCertificate/byte 4", "der.length")]
    [InlineData("long length of the whole", "length-not-shortest-outside", "LengthNotShortest at byte 0", "der.length")]
    [InlineData("long integer", "integer-not-shortest", "IntegerNotShortest at tbsCertificate/serialNumber/byte 13", "der.value")]
    [InlineData("TRUE as 01", "boolean-one", "BooleanNotFF at tbsCertificate/extensions/byte *", "der.value")]
    [InlineData("unused bits", "unused-bits-set", "UnusedBitsSet at tbsCertificate/extensions/byte *", "der.value")]
    [InlineData("bits without a name", "unknown-usage-bits", "UnknownBits at tbsCertificate/extensions/2.5.29.15", "der.value")]
    [InlineData("a long number in the signature", "signature-not-shortest", "IntegerNotShortest at signatureValue/byte *", null)]
    public void ADeviationIsNamedWithItsPlaceAndStrictlyRefused(string about, string file, string deviation, string? strict)
    {
        byte[] bytes = EkCase.Bytes(file + ".der");
        LenientCertificate certificate = Parse(file);
        Assert.True(certificate.Deviations.Any(note => Fits($"{note.Dialect} at {note.Path}", deviation)), $"{about}: {string.Join(", ", certificate.Deviations)}");
        Assert.NotNull(certificate.Verify(Issuer));
        Assert.True(bytes.AsSpan().IndexOf(certificate.Der.Span) >= 0);
        Assert.Equal(strict is null, UnverifiedCertificate.TryParse(bytes, out UnverifiedCertificate read, out ParseError error));
        if (strict is null)
            Assert.Null(read.Verify(Issuer)); // libcrypto wants the signature itself in DER
        else
            Assert.Equal(strict, error.Code.Id);
    }

    [Fact]
    public void SetsAreComparedInOrderWhateverTheirOrder()
    {
        LenientCertificate root = Parse("set-order-root");
        Assert.Equal(2, root.Deviations.Count(note => note.Dialect == Dialect.SetOrder));
        Assert.Equal("C=XX,CN=EK Set Root,O=Example TPMs", root.ForDisplay.Subject.ToString()); // sorted as DER wants it
        Assert.NotNull(Parse("set-order").Verify(root.ForDisplay.SubjectKey));
    }

    [Fact]
    public void AModulusWithoutItsSignByteIsTheSameKey()
    {
        LenientCertificate odd = Parse("modulus-without-sign-byte");
        Assert.Equal([Dialect.MissingSignByte], odd.Deviations.Select(note => note.Dialect));
        Assert.Equal(Parse("good-rsa2048").ForDisplay.SubjectKey, odd.ForDisplay.SubjectKey);
        Assert.NotNull(odd.Verify(Issuer));
    }

    [Theory]
    [InlineData("a good certificate", "good-p256")]
    [InlineData("a good certificate of an RSA key", "good-rsa2048")]
    [InlineData("an authority's", "intermediate")]
    [InlineData("one without end", "good-never-ends")]
    public void AStrictCertificateIsReadAsItIs(string about, string file)
    {
        byte[] bytes = EkCase.Bytes(file + ".der");
        Assert.True(UnverifiedCertificate.TryParse(bytes, out UnverifiedCertificate strict, out ParseError error), $"{about}: {error}");
        LenientCertificate lenient = Parse(file);
        Assert.Empty(lenient.Deviations);
        Assert.Equal(bytes, lenient.Der.ToArray());
        Assert.Equal(strict.ForDisplay.Subject, lenient.ForDisplay.Subject);
        Assert.Equal(strict.ForDisplay.SubjectKey, lenient.ForDisplay.SubjectKey);
        Assert.Equal(
            strict.ForDisplay.Extensions.Select(e => (e.Oid, e.IsCritical, Convert.ToHexString(e.Value.Span))),
            lenient.ForDisplay.Extensions.Select(e => (e.Oid, e.IsCritical, Convert.ToHexString(e.Value.Span))));
    }

    [Fact]
    public void Sha1IsReadAndNeverVerifies()
    {
        LenientCertificate root = Parse("sha1-root");
        Assert.Equal(SignatureAlgorithm.RefusedSha1, root.ForDisplay.SignatureAlgorithm);
        Assert.Null(root.Verify(root.ForDisplay.SubjectKey));
        Assert.False(UnverifiedCertificate.TryParse(EkCase.Bytes("sha1-root.der"), out _, out ParseError error));
        Assert.Equal("x509.algorithm", error.Code.Id);
    }

    [Fact]
    public void SeveralInOneIndexAreReadInTheirOrder()
    {
        byte[] index = [.. EkCase.Bytes("good-p256.der"), 0xFF, 0xFF, .. EkCase.Bytes("intermediate.der"), .. new byte[9]];
        Assert.True(LenientCertificate.TryParseAll(index, out IReadOnlyList<LenientCertificate> all, out _));
        Assert.Equal(["", "CN=EK Intermediate 1,O=Example TPMs,C=XX"], all.Select(c => c.ForDisplay.Subject.ToString()));
        Assert.All(all, c => Assert.Equal([Dialect.Padding], c.Deviations.Select(note => note.Dialect)));
    }

    [Theory]
    [InlineData("nothing", "", "der.truncated")]
    [InlineData("an indefinite length", "3080 0000", "der.length")]
    [InlineData("a length beyond the end", "3084 00FFFFFF", "der.truncated")]
    [InlineData("a length of nine bytes", "3089 000000000000000001", "der.too-large")]
    [InlineData("a long tag", "3F01 00", "der.tag")]
    [InlineData("an empty sequence", "3000", "der.truncated")]
    [InlineData("a wrapped one with bytes behind it inside", "0406 30020500 0500", "der.trailing")]
    public void AnythingElseIsRefused(string about, string hex, string code)
    {
        Assert.False(LenientCertificate.TryParse(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), out _, out ParseError error), about);
        Assert.Equal(code, error.Code.Id);
    }

    [Fact]
    public void DeepNestingIsRefused()
    {
        byte[] deep = [0x05, 0x00];
        for (int i = 0; i < 100; i++)
            deep = [0x30, 0x82, (byte)(deep.Length >> 8), (byte)(deep.Length & 0xFF), .. deep];
        Assert.False(LenientCertificate.TryParse(deep, out _, out ParseError error));
        Assert.Equal("der.too-large", error.Code.Id);
    }

    private static bool Fits(string found, string wanted) =>
        wanted.EndsWith('*') ? found.StartsWith(wanted[..^1], StringComparison.Ordinal) : found == wanted || (wanted.Contains("599", StringComparison.Ordinal) && Moved(found, wanted));

    /// <summary>ECDSA signatures are of 70 to 72 bytes, so what follows a certificate may begin a little before or after byte 599.</summary>
    private static bool Moved(string found, string wanted) =>
        found[..^3] == wanted[..^3] && Math.Abs(int.Parse(found[^3..], System.Globalization.CultureInfo.InvariantCulture) - 599) < 6;

    private static LenientCertificate Parse(string file)
    {
        Assert.True(LenientCertificate.TryParse(EkCase.Bytes(file + ".der"), out LenientCertificate certificate, out ParseError error), $"{file}: {error}");
        return certificate;
    }
}
