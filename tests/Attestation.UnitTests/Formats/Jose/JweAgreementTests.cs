using System.Buffers.Text;
using System.Security.Cryptography;
using Attestation.Formats.Jose;
using Attestation.Formats.Keys;
using Attestation.UnitTests.Dice.Primitives;

namespace Attestation.UnitTests.Formats.Jose;

public sealed class JweAgreementTests
{
    /// <summary>SubjectPublicKeyInfo of P-256 (RFC 5480 section 2) before a point of 65 and of 33 bytes.</summary>
    private static readonly byte[] UncompressedP256 = Convert.FromHexString("3059301306072a8648ce3d020106082a8648ce3d030107034200");
    private static readonly byte[] CompressedP256 = Convert.FromHexString("3039301306072a8648ce3d020106082a8648ce3d030107032200");

    /// <summary>RFC 7518 appendix C: Alice's ephemeral key, Bob's key, and the key that both derive for A128GCM.</summary>
    [Fact]
    public void TheKeyIsDerivedAsInRfc7518AppendixC()
    {
        using ECDiffieHellman alice = Key("gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0", "SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps", "0_NxaRPUMQoAJt50Gz8YiTr8gRTwyEaCumd-MToTmIo");
        using ECDiffieHellman bob = Key("weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ", "e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck", "VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw");
        byte[] secret = JweAgreement.Agree(alice, JweAgreement.PublicHalf(bob));
        Assert.Equal(secret, JweAgreement.Agree(bob, JweAgreement.PublicHalf(alice)));
        Assert.Equal((byte[])[158, 86, 217, 29, 129, 113, 53, 211, 114, 131, 66, 131, 191, 132, 38, 156, 251, 49, 110, 163, 218, 128, 106, 72, 246, 218, 167, 121, 140, 254, 144, 196], secret);
        Assert.Equal("VqqN6vgjbSBcIijNcacQGg", Base64Url.EncodeToString(ConcatKdf.Derive(secret, "A128GCM", "Alice"u8, "Bob"u8, 16)));
    }

    [PublicVectorFact(Wycheproof.Folder)]
    public void SecretsAreAgreedAndBadPointsRefusedAsWycheproofSays()
    {
        int agreed = 0, refused = 0;
        foreach (WycheproofCase test in Wycheproof.Cases("ecdh_secp256r1_ecpoint_test.json"))
        {
            byte[] point = test.Bytes("public");
            byte[] spki = [.. point.Length == 65 ? UncompressedP256 : CompressedP256, .. point];
            if (!VerificationKey.TryParseSpki(spki, out VerificationKey key, out _))
            {
                Assert.False(test.IsValid, test.ToString());
                refused++;
                continue;
            }
            using ECDiffieHellman own = Key(test.Bytes("private"));
            Assert.True(test.IsValid || test.MayBeEither, test.ToString());
            Assert.Equal(test.Bytes("shared"), JweAgreement.Agree(own, key));
            agreed++;
        }
        Assert.True(agreed > 300 && refused > 10, $"{agreed} agreed, {refused} refused");
    }

    [Fact]
    public void KeysOfOtherCurvesAreNotUsed()
    {
        using var own = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        using var wide = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP384);
        Assert.Throws<ArgumentException>(() => JweAgreement.Agree(own, TestKeys.P384.PublicKey));
        Assert.Throws<ArgumentException>(() => JweAgreement.PublicHalf(wide));
    }

    private static ECDiffieHellman Key(string x, string y, string d) => ECDiffieHellman.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new ECPoint { X = Base64Url.DecodeFromChars(x), Y = Base64Url.DecodeFromChars(y) },
        D = Base64Url.DecodeFromChars(d),
    });

    /// <summary>A private key as Wycheproof writes it: any number of leading zeros.</summary>
    private static ECDiffieHellman Key(byte[] scalar)
    {
        byte[] d = new byte[32];
        ReadOnlySpan<byte> significant = scalar.AsSpan().TrimStart((byte)0);
        significant.CopyTo(d.AsSpan(32 - significant.Length));
        return ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = d });
    }
}
