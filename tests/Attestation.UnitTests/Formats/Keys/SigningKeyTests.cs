using System.Security.Cryptography;
using System.Text;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.UnitTests.Formats.Keys;

public sealed class SigningKeyTests
{
    private static readonly byte[] Data = Encoding.ASCII.GetBytes("what is signed");

    [Fact]
    public void Ed25519SignsAsRfc8032Section71Test2()
    {
        byte[] pkcs8 = Convert.FromHexString("302E020100300506032B657004220420" + "4CCD089B28FF96DA9DB6C346EC114E0F5B8A319F35ABA624DA8CF6ED4FB8A6FB");
        Assert.True(SigningKey.TryParsePkcs8(pkcs8, out SigningKey key, out _));
        using (key)
        {
            Assert.Equal("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", Convert.ToHexStringLower(key.PublicKey.PublicBytes.Span));
            byte[] signature = key.Sign([0x72]);
            Assert.Equal(
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
                Convert.ToHexStringLower(signature));
            Assert.True(key.PublicKey.Verify(SignatureAlgorithm.EdDsa, [0x72], signature));
            Assert.True(key.PublicKey.WithoutLibcrypto().Verify(SignatureAlgorithm.EdDsa, [0x72], signature));
            Assert.False(key.PublicKey.WithoutLibcrypto().Verify(SignatureAlgorithm.EdDsa, [0x73], signature));
        }
    }

    [Theory]
    [InlineData("P-256", "nistP256", SignatureAlgorithm.Es256, SignatureAlgorithm.EcdsaSha256, 64)]
    [InlineData("P-384", "nistP384", SignatureAlgorithm.Es384, SignatureAlgorithm.EcdsaSha384, 96)]
    public void EcdsaSignsInBothFormsAndBothPathsVerify(string description, string curve, SignatureAlgorithm fixedLength, SignatureAlgorithm der, int length)
    {
        using var source = ECDsa.Create(ECCurve.CreateFromFriendlyName(curve));
        Assert.True(SigningKey.TryParsePem(source.ExportPkcs8PrivateKeyPem(), out SigningKey key, out _), description);
        using (key)
        {
            Assert.Equal(fixedLength, key.Algorithm);
            Assert.Equal(source.ExportSubjectPublicKeyInfo(), key.PublicKey.ToSpki());
            byte[] signature = key.Sign(Data);
            Assert.Equal(length, signature.Length);
            foreach (VerificationKey reader in (VerificationKey[])[key.PublicKey, key.PublicKey.WithoutLibcrypto()])
            {
                Assert.True(reader.Verify(fixedLength, Data, signature));
                Assert.True(reader.Verify(der, Data, key.SignForX509(Data)));
                Assert.False(reader.Verify(fixedLength, Data, key.SignForX509(Data)));
                Assert.False(reader.Verify(fixedLength, Data.AsSpan(1), signature));
            }
        }
    }

    [Theory]
    [InlineData("secp256k1 has the right length and another curve", "1.3.132.0.10")]
    [InlineData("P-521 signs nothing here", "1.3.132.0.35")]
    public void OtherCurvesAreRefused(string description, string oid)
    {
        using var source = ECDsa.Create(ECCurve.CreateFromValue(oid));
        Assert.False(SigningKey.TryParsePkcs8(source.ExportPkcs8PrivateKey(), out _, out var error), description);
        Assert.Equal(KeyReasons.PrivateMalformed, error.Code);
    }

    [Fact]
    public void EveryTruncationOfAPrivateKeyIsRefused()
    {
        using var source = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] whole = source.ExportPkcs8PrivateKey();
        for (int length = 0; length < whole.Length; length++)
            Assert.False(SigningKey.TryParsePkcs8(whole.AsMemory(0, length), out _, out _));
        Assert.False(SigningKey.TryParsePkcs8((byte[])[.. whole, 0], out _, out _));
    }
}
