using System.Security.Cryptography;
using Attestation.Formats;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.UnitTests.Formats.Keys;

public sealed class VerificationKeyTests
{
    private static readonly byte[] Data = [1, 2, 3];

    public static TheoryData<string, KeyKind> Curves => new() { { "nistP256", KeyKind.P256 }, { "nistP384", KeyKind.P384 }, { "nistP521", KeyKind.P521 } };

    [Theory]
    [MemberData(nameof(Curves))]
    public void PointsAreImportedOnBothPathsAndTheirNeighboursRefused(string curve, KeyKind kind)
    {
        using var source = ECDsa.Create(ECCurve.CreateFromFriendlyName(curve));
        byte[] xy = Xy(source);
        foreach (bool native in (bool[])[true, false])
        {
            Assert.True(VerificationKey.TryFromPoint(kind, xy, native, out VerificationKey key, out _));
            Assert.Equal(SHA256.HashData(xy), key.Thumbprint.ToArray());
            for (int bit = 0; bit < 8 * xy.Length; bit += 7)
            {
                byte[] moved = [.. xy];
                moved[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.False(VerificationKey.TryFromPoint(kind, moved, native, out _, out ParseError error));
                Assert.Equal(KeyReasons.NotOnCurve, error.Code);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Curves))]
    public void AnAlgorithmOfAnotherCurveOrKindNeverVerifies(string curve, KeyKind kind)
    {
        using var source = ECDsa.Create(ECCurve.CreateFromFriendlyName(curve));
        Assert.True(VerificationKey.TryFromPoint(kind, Xy(source), out VerificationKey key, out _));
        foreach (SignatureAlgorithm algorithm in Enum.GetValues<SignatureAlgorithm>())
        {
            byte[] signature = source.SignData(Data, algorithm.Hash(), algorithm.IsFixedLength()
                ? DSASignatureFormat.IeeeP1363FixedFieldConcatenation : DSASignatureFormat.Rfc3279DerSequence);
            Assert.Equal(algorithm.Fits(kind), key.Verify(algorithm, Data, signature));
        }
    }

    [Theory]
    [InlineData("PKCS #1 SHA-256", SignatureAlgorithm.RsaPkcs1Sha256)]
    [InlineData("PKCS #1 SHA-512", SignatureAlgorithm.RsaPkcs1Sha512)]
    [InlineData("PSS SHA-256", SignatureAlgorithm.RsaPssSha256)]
    [InlineData("PSS SHA-384", SignatureAlgorithm.RsaPssSha384)]
    public void RsaVerifiesItsOwnPaddingOnly(string description, SignatureAlgorithm algorithm)
    {
        using var source = RSA.Create(2048);
        Assert.True(VerificationKey.TryParsePem(source.ExportSubjectPublicKeyInfoPem(), out VerificationKey key, out _));
        Assert.Equal(112, key.Strength);
        byte[] signature = source.SignData(Data, algorithm.Hash(), algorithm.IsPss() ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1);
        foreach (SignatureAlgorithm other in Enum.GetValues<SignatureAlgorithm>())
            Assert.True(key.Verify(other, Data, signature) == (other == algorithm), $"{description} under {other}");
    }

    [Theory]
    [InlineData("neutral element", "0100000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("neutral element, y + p", "EEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF7F")]
    [InlineData("order 2", "ECFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF7F")]
    [InlineData("order 4, sign bit", "0000000000000000000000000000000000000000000000000000000000000080")]
    [InlineData("order 8", "26E8958FC2B227B045C3F489F2EF98F0D5DFAC05D3C63339B13802886D53FC05")]
    [InlineData("order 8, the other", "C7176A703D4DD84FBA3C0B760D10670F2A2053FA2C39CCC64EC7FD7792AC03FA")]
    public void Ed25519KeysUnderWhichAnyoneCanSignAreRefused(string description, string hex)
    {
        Assert.False(VerificationKey.TryFromEd25519(Convert.FromHexString(hex), out _, out ParseError error), description);
        Assert.Equal(KeyReasons.SmallOrder, error.Code);
    }

    [Fact]
    public void AnEncodingThatIsNoPointVerifiesNothingOnEitherPath()
    {
        byte[] notAPoint = new byte[32];
        notAPoint[0] = 2; // y = 2 has no x: (y² − 1)/(dy² + 1) is not a square
        Assert.True(VerificationKey.TryFromEd25519(notAPoint, out VerificationKey key, out _));
        Assert.False(key.Verify(SignatureAlgorithm.EdDsa, Data, new byte[64]));
        Assert.False(key.WithoutLibcrypto().Verify(SignatureAlgorithm.EdDsa, Data, new byte[64]));
    }

    [Fact]
    public void EveryBitFlipOfAnSpkiIsAnotherKeyOrNone()
    {
        using var source = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] whole = source.ExportSubjectPublicKeyInfo();
        Assert.True(VerificationKey.TryParseSpki(whole, out VerificationKey key, out _));
        for (int bit = 0; bit < 8 * whole.Length; bit++)
        {
            byte[] flipped = [.. whole];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(VerificationKey.TryParseSpki(flipped, out VerificationKey other, out _) && other.Equals(key));
        }
        for (int length = 0; length < whole.Length; length++)
            Assert.False(VerificationKey.TryParseSpki(whole.AsMemory(0, length), out _, out _));
    }

    [Fact]
    public void APemWithAnythingAroundItIsRefused()
    {
        using var source = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string pem = source.ExportSubjectPublicKeyInfoPem();
        Assert.True(VerificationKey.TryParsePem("\n " + pem + "\n", out VerificationKey key, out _));
        Assert.Equal(pem.Trim(), key.ToPem().Trim());
        Assert.False(VerificationKey.TryParsePem(pem + "\n" + pem, out _, out _));
        Assert.False(VerificationKey.TryParsePem("note\n" + pem, out _, out _));
    }

    private static byte[] Xy(ECDsa source)
    {
        ECPoint q = source.ExportParameters(includePrivateParameters: false).Q;
        return [.. q.X!, .. q.Y!];
    }
}
