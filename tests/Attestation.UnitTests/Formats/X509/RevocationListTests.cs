using Attestation.Formats;
using Attestation.Formats.Keys;
using Attestation.Formats.X509;
using Attestation.UnitTests.Appraisal.EndorsementKeys;

namespace Attestation.UnitTests.Formats.X509;

public sealed class RevocationListTests
{
    [Fact]
    public void AListGivesWhatItSays()
    {
        RevocationList list = Verified("revoked-leaf.crl", "intermediate.der");
        Assert.Equal("CN=EK Intermediate 1,O=Example TPMs,C=XX", list.Issuer.ToString());
        Assert.Equal(new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), list.ThisUpdate);
        Assert.Equal(new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero), list.NextUpdate);
        Assert.Equal(new RevokedCertificate(new DateTimeOffset(2026, 11, 2, 0, 0, 0, TimeSpan.Zero), "keyCompromise"), list.Find(new byte[] { 0x10, 0x01 }));
        Assert.Null(list.Find(new byte[] { 0x10, 0x02 }));
        Assert.Empty(list.UnknownCritical);
    }

    [Fact]
    public void AnEmptyListHasNoEntries() => Assert.Empty(Verified("crl-root.der", "root.der").Revoked);

    [Fact]
    public void APartialListIsToldByItsExtension() => Assert.Equal(["2.5.29.28"], Verified("crl-partial.crl", "intermediate.der").UnknownCritical);

    [Fact]
    public void AnotherKeyDoesNotVerifyIt() => Assert.Null(Read("crl-wrong-key.crl").Verify(KeyOf("intermediate.der")));

    [Fact]
    public void EveryChangedByteIsRefusedOrDoesNotVerify()
    {
        VerificationKey key = KeyOf("intermediate.der");
        byte[] bytes = EkCase.Bytes("revoked-leaf.crl");
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 1;
            Assert.False(UnverifiedRevocationList.TryParse(bytes, out UnverifiedRevocationList list, out _) && list.Verify(key) is not null, $"byte {i}");
            bytes[i] ^= 1;
        }
    }

    [Theory]
    [InlineData("a certificate", "root.der", "der.tag")]
    [InlineData("a text", "cases.json", "der.tag")]
    public void AnotherFileIsRefused(string about, string file, string code)
    {
        Assert.False(UnverifiedRevocationList.TryParseFile(EkCase.Bytes(file), out _, out ParseError error), about);
        Assert.Equal(code, error.Code.Id);
    }

    private static RevocationList Verified(string file, string issuer)
    {
        RevocationList? list = Read(file).Verify(KeyOf(issuer));
        Assert.NotNull(list);
        return list;
    }

    private static UnverifiedRevocationList Read(string file)
    {
        Assert.True(UnverifiedRevocationList.TryParse(EkCase.Bytes(file), out UnverifiedRevocationList list, out ParseError error), $"{error}");
        return list;
    }

    private static VerificationKey KeyOf(string certificate)
    {
        Assert.True(LenientCertificate.TryParse(EkCase.Bytes(certificate), out LenientCertificate read, out _));
        return read.ForDisplay.SubjectKey;
    }
}
