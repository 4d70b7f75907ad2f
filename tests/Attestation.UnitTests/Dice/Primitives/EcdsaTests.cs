using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Attestation.Dice.Primitives;

namespace Attestation.UnitTests.Dice.Primitives;

/// <summary>P-256 and P-384 ECDSA against RFC 6979 appendix A.2.5 and A.2.6, the .NET base library, and Wycheproof.</summary>
public sealed class EcdsaTests
{
    private const string X256 = "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721";
    private const string X384 = "6B9D3DAD2E1B8C1C05B19875B6659F4DE23C3B667BF297BA9AA47740787137D896D5724E4C70A825F872C9EA60D2EDF5";

    [Fact]
    public void Public_keys_of_RFC_6979()
    {
        byte[] xy256 = new byte[64], xy384 = new byte[96];
        Assert.True(P256.DerivePublicKey(Convert.FromHexString(X256), xy256));
        Assert.True(P384.DerivePublicKey(Convert.FromHexString(X384), xy384));
        Assert.Equal("60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB67903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299",
            Convert.ToHexString(xy256));
        Assert.Equal("EC3A4E415B4E19A4568618029F427FA5DA9A8BC4AE92E02E06AAE5286B300C64DEF8F0EA9055866064A254515480BC13"
            + "8015D9B72D7D57244EA8EF9AC0C621896708A59367F9DFB9F54CA84B3F1C9DB1288B231C3AE0D4FE7344FD2533264720", Convert.ToHexString(xy384));
    }

    [Theory]
    [InlineData("P-256, SHA-256, sample", 256, 256, "sample",
        "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8")]
    [InlineData("P-256, SHA-384, sample", 256, 384, "sample",
        "0EAFEA039B20E9B42309FB1D89E213057CBF973DC0CFC8F129EDDDC800EF77194861F0491E6998B9455193E34E7B0D284DDD7149A74B95B9261F13ABDE940954")]
    [InlineData("P-256, SHA-512, sample", 256, 512, "sample",
        "8496A60B5E9B47C825488827E0495B0E3FA109EC4568FD3F8D1097678EB97F002362AB1ADBE2B8ADF9CB9EDAB740EA6049C028114F2460F96554F61FAE3302FE")]
    [InlineData("P-256, SHA-256, test", 256, 256, "test",
        "F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083")]
    [InlineData("P-256, SHA-384, test", 256, 384, "test",
        "83910E8B48BB0C74244EBDF7F07A1C5413D61472BD941EF3920E623FBCCEBEB68DDBEC54CF8CD5874883841D712142A56A8D0F218F5003CB0296B6B509619F2C")]
    [InlineData("P-256, SHA-512, test", 256, 512, "test",
        "461D93F31B6540894788FD206C07CFA0CC35F46FA3C91816FFF1040AD1581A0439AF9F15DE0DB8D97E72719C74820D304CE5226E32DEDAE67519E840D1194E55")]
    [InlineData("P-384, SHA-256, sample", 384, 256, "sample",
        "21B13D1E013C7FA1392D03C5F99AF8B30C570C6F98D4EA8E354B63A21D3DAA33BDE1E888E63355D92FA2B3C36D8FB2CDF3AA443FB107745BF4BD77CB3891674632068A10CA67E3D45DB2266FA7D1FEEBEFDC63ECCD1AC42EC0CB8668A4FA0AB0")]
    [InlineData("P-384, SHA-384, sample", 384, 384, "sample",
        "94EDBB92A5ECB8AAD4736E56C691916B3F88140666CE9FA73D64C4EA95AD133C81A648152E44ACF96E36DD1E80FABE4699EF4AEB15F178CEA1FE40DB2603138F130E740A19624526203B6351D0A3A94FA329C145786E679E7B82C71A38628AC8")]
    [InlineData("P-384, SHA-512, sample", 384, 512, "sample",
        "ED0959D5880AB2D869AE7F6C2915C6D60F96507F9CB3E047C0046861DA4A799CFE30F35CC900056D7C99CD7882433709512C8CCEEE3890A84058CE1E22DBC2198F42323CE8ACA9135329F03C068E5112DC7CC3EF3446DEFCEB01A45C2667FDD5")]
    [InlineData("P-384, SHA-256, test", 384, 256, "test",
        "6D6DEFAC9AB64DABAFE36C6BF510352A4CC27001263638E5B16D9BB51D451559F918EEDAF2293BE5B475CC8F0188636B2D46F3BECBCC523D5F1A1256BF0C9B024D879BA9E838144C8BA6BAEB4B53B47D51AB373F9845C0514EEFB14024787265")]
    [InlineData("P-384, SHA-384, test", 384, 384, "test",
        "8203B63D3C853E8D77227FB377BCF7B7B772E97892A80F36AB775D509D7A5FEB0542A7F0812998DA8F1DD3CA3CF023DBDDD0760448D42D8A43AF45AF836FCE4DE8BE06B485E9B61B827C2F13173923E06A739F040649A667BF3B828246BAA5A5")]
    [InlineData("P-384, SHA-512, test", 384, 512, "test",
        "A0D5D090C9980FAF3C2CE57B7AE951D31977DD11C775D314AF55F76C676447D06FB6495CD21B4B6E340FC236584FB277976984E59B4C77B0E8E4460DCA3D9F20E07B9BB1F63BEEFAF576F6B2E8B224634A2092CD3792E0159AD9CEE37659C736")]
    public void Deterministic_signatures_of_RFC_6979(string description, int curve, int hash, string message, string signature)
    {
        byte[] rs = new byte[curve / 4], xy = new byte[curve / 4], d = Convert.FromHexString(curve == 256 ? X256 : X384);
        byte[] digest = Digest(hash, Encoding.ASCII.GetBytes(message));
        Assert.True(curve == 256 ? P256.Sign(d, digest, rs) : P384.Sign(d, digest, rs));
        Assert.True(signature == Convert.ToHexString(rs), description);
        Assert.True(curve == 256 ? P256.DerivePublicKey(d, xy) && P256.Verify(xy, digest, rs) : P384.DerivePublicKey(d, xy) && P384.Verify(xy, digest, rs), description);
    }

    [Theory]
    [InlineData("P-256", 256)]
    [InlineData("P-384", 384)]
    public void Random_keys_and_signatures_agree_with_the_base_library(string description, int curve)
    {
        Random random = new(curve);
        for (int round = 0; round < 40; round++)
        {
            byte[] d = new byte[curve / 8], digest = new byte[new[] { 32, 48, 64 }[round % 3]], rs = new byte[curve / 4];
            random.NextBytes(d);
            random.NextBytes(digest);
            byte[] xy = PublicKey(curve, d);
            Assert.True(curve == 256 ? P256.Sign(d, digest, rs) : P384.Sign(d, digest, rs));
            using ECDsa oracle = Oracle(curve, d);
            Assert.True(Export(oracle).AsSpan().SequenceEqual(xy), $"{description}, round {round}: public key");
            Assert.True(oracle.VerifyHash(digest, rs), $"{description}, round {round}: our signature");
            Assert.True(Verify(curve, xy, digest, oracle.SignHash(digest)), $"{description}, round {round}: the library's signature");
            rs[round % rs.Length] ^= 1;
            Assert.False(Verify(curve, xy, digest, rs), $"{description}, round {round}: a flipped bit");
        }
    }

    [Theory]
    [InlineData("P-256", 256)]
    [InlineData("P-384", 384)]
    public void Scalars_at_the_edges_agree_with_the_base_library(string description, int curve)
    {
        BigInteger n = Curves.Order(curve);
        foreach (BigInteger d in Curves.EdgeScalars(curve))
        {
            byte[] bytes = Curves.Bytes(d, curve / 8);
            using ECDsa oracle = Oracle(curve, bytes);
            Assert.True(Export(oracle).AsSpan().SequenceEqual(PublicKey(curve, bytes)), $"{description}: d = {d}");
        }

        foreach (BigInteger d in new[] { BigInteger.Zero, n, n + 1, BigInteger.Pow(2, curve) - 1 })
        {
            byte[] bytes = Curves.Bytes(d, curve / 8), out1 = new byte[curve / 4], out2 = new byte[curve / 4];
            Assert.False(curve == 256 ? P256.DerivePublicKey(bytes, out1) || P256.Sign(bytes, new byte[32], out2)
                : P384.DerivePublicKey(bytes, out1) || P384.Sign(bytes, new byte[32], out2), $"{description}: d = {d}");
        }
    }

    [Theory]
    [InlineData("P-256", 256)]
    [InlineData("P-384", 384)]
    public void Generated_private_keys_follow_the_HMAC_DRBG_formula(string description, int curve)
    {
        byte[] seed = SHA256.HashData([1]), k = new byte[64], v = Enumerable.Repeat((byte)1, 64).ToArray();
        foreach (byte separator in new byte[] { 0, 1 })
        {
            k = HMACSHA512.HashData(k, (byte[])[.. v, separator, .. seed]);
            v = HMACSHA512.HashData(k, v);
        }

        byte[] actual = new byte[curve / 8];
        Assert.True(curve == 256 ? P256.GeneratePrivateKey(seed, actual) : P384.GeneratePrivateKey(seed, actual));
        Assert.True(HMACSHA512.HashData(k, v).AsSpan(0, curve / 8).SequenceEqual(actual), description);
    }

    [PublicVectorFact(Wycheproof.Folder)]
    public void Wycheproof_P256_SHA256()
    {
        int valid = 0, invalid = 0;
        foreach (WycheproofCase @case in Wycheproof.Cases("ecdsa_secp256r1_sha256_test.json"))
        {
            byte[] point = @case.PublicKey("uncompressed");
            bool accepted = TryReadDer(@case.Bytes("sig"), 32, out byte[] rs) && P256.Verify(point[1..], SHA256.HashData(@case.Bytes("msg")), rs);
            Assert.True(@case.IsValid == accepted, @case.ToString());
            _ = accepted ? valid++ : invalid++;
        }

        Assert.Equal(484, valid + invalid);
        Assert.True(valid > 0 && invalid > 0);
    }

    [Theory]
    [InlineData("P-256", 256)]
    [InlineData("P-384", 384)]
    public void Verification_refuses_what_is_out_of_range_or_off_the_curve(string description, int curve)
    {
        int size = curve / 8;
        byte[] d = new byte[size], digest = new byte[32], rs = new byte[2 * size];
        d[size - 1] = 5;
        byte[] xy = PublicKey(curve, d);
        Assert.True(curve == 256 ? P256.Sign(d, digest, rs) : P384.Sign(d, digest, rs));
        byte[] n = Curves.Bytes(Curves.Order(curve), size), p = Curves.Bytes(Curves.Prime(curve), size), zero = new byte[size];
        Assert.True(Verify(curve, xy, digest, rs), description);
        Assert.False(Verify(curve, xy, digest, [.. zero, .. rs[size..]]), $"{description}: r = 0");
        Assert.False(Verify(curve, xy, digest, [.. rs[..size], .. zero]), $"{description}: s = 0");
        Assert.False(Verify(curve, xy, digest, [.. n, .. rs[size..]]), $"{description}: r = n");
        Assert.False(Verify(curve, xy, digest, [.. rs[..size], .. n]), $"{description}: s = n");
        Assert.False(Verify(curve, new byte[2 * size], digest, rs), $"{description}: (0, 0) is not on the curve");
        Assert.False(Verify(curve, [.. p, .. xy[size..]], digest, rs), $"{description}: x = p");
        xy[2 * size - 1] ^= 1;
        Assert.False(Verify(curve, xy, digest, rs), $"{description}: y changed");
        Assert.False(Verify(curve, xy[1..], digest, rs), $"{description}: a key too short");
        Assert.False(Verify(curve, xy, digest[1..], rs), $"{description}: 31 bytes are no digest");
    }

    private static byte[] PublicKey(int curve, byte[] d)
    {
        byte[] xy = new byte[curve / 4];
        Assert.True(curve == 256 ? P256.DerivePublicKey(d, xy) : P384.DerivePublicKey(d, xy));
        return xy;
    }

    private static bool Verify(int curve, byte[] xy, byte[] digest, byte[] rs) => curve == 256 ? P256.Verify(xy, digest, rs) : P384.Verify(xy, digest, rs);

    private static byte[] Digest(int hash, byte[] message) =>
        hash switch { 256 => SHA256.HashData(message), 384 => SHA384.HashData(message), _ => SHA512.HashData(message) };

    private static ECDsa Oracle(int curve, byte[] d) =>
        ECDsa.Create(new ECParameters { Curve = curve == 256 ? ECCurve.NamedCurves.nistP256 : ECCurve.NamedCurves.nistP384, D = d });

    private static byte[] Export(ECDsa key)
    {
        ECPoint q = key.ExportParameters(false).Q;
        return [.. q.X!, .. q.Y!];
    }

    /// <summary>ECDSA-Sig-Value in strict DER, as P1363; false for anything else, negative or too long halves included.</summary>
    private static bool TryReadDer(byte[] der, int size, out byte[] rs)
    {
        rs = new byte[2 * size];
        try
        {
            AsnReader outer = new(der, AsnEncodingRules.DER);
            AsnReader inner = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            BigInteger r = inner.ReadInteger(), s = inner.ReadInteger();
            inner.ThrowIfNotEmpty();
            if (r.Sign < 0 || s.Sign < 0 || r.GetByteCount(true) > size || s.GetByteCount(true) > size)
                return false;
            rs = [.. Curves.Bytes(r, size), .. Curves.Bytes(s, size)];
            return true;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }
}
