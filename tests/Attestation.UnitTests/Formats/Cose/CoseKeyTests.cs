using Attestation.Formats;
using Attestation.Formats.Cose;
using Attestation.Formats.Keys;

namespace Attestation.UnitTests.Formats.Cose;

public sealed class CoseKeyTests
{
    /// <summary>NIST P-256 base point (SP 800-186 section 3.2.1.3).</summary>
    private const string Gx = "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296";
    private const string Gy = "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5";

    public static TheoryData<string, string, string> Refused => new()
    {
        { "an array", "80", "cbor.type" },
        { "no members", "a0", "cose.key.missing" },
        { "a symmetric key", "a201042041" + "00", "cose.key.kty" },
        { "an RSA key", "a101" + "03", "cose.key.kty" },
        { "ML-DSA", "a301070338302041" + "00", "cose.key.akp" },
        { "OKP without curve", $"a2010121 5820{Gx}", "cose.key.crv" },
        { "OKP with X25519", $"a301012004215820{Gx}", "cose.key.crv" },
        { "EC2 with secp256k1", $"a401022008215820{Gx}225820{Gy}", "cose.key.crv" },
        { "EC2 with the curve of OKP", $"a401022006215820{Gx}225820{Gy}", "cose.key.crv" },
        { "EC2 without x", $"a301022001225820{Gy}", "cose.key.missing" },
        { "EC2 without y", $"a301022001215820{Gx}", "cose.key.missing" },
        { "a compressed point", $"a401022001215820{Gx}22f5", "cose.key.compressed" },
        { "x of 31 bytes", $"a40102200121581f{Gx[2..]}225820{Gy}", "cose.key.coordinate" },
        { "y of 31 bytes", $"a401022001215820{Gx}22581f{Gy[2..]}", "cose.key.coordinate" },
        { "a point beside the curve", $"a401022001215820{Gx}225820{Gx}", "key.not-on-curve" },
        { "an Ed25519 key of small order", "a301012006215820" + "01" + new string('0', 62), "key.small-order" },
        { "ES384 on P-256", $"a501020338222001215820{Gx}225820{Gy}", "cose.key.alg" },
        { "a MAC algorithm", $"a5010203052001215820{Gx}225820{Gy}", "cose.key.alg" },
        { "key_ops without verify", $"a501020481012001215820{Gx}225820{Gy}", "cose.key.key-ops" },
        { "a private key", $"a501022001215820{Gx}225820{Gy}234100", "cose.key.private" },
        { "a curve as text", $"a401022065502d323536215820{Gx}225820{Gy}", "cose.key.crv" },
        { "kty twice", "a201020102", "cbor.duplicate-key" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void RefusesWithItsOwnReason(string description, string hex, string code)
    {
        Assert.False(CoseKey.TryParse(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), out _, out ParseError error), description);
        Assert.Equal(code, error.Code.Id);
    }

    [Theory]
    [InlineData("P256")]
    [InlineData("P384")]
    [InlineData("Ed25519")]
    public void AnEncodedKeyReadsBackAndReEncodesToItself(string kind)
    {
        VerificationKey key = (kind switch { "P256" => TestKeys.P256, "P384" => TestKeys.P384, _ => TestKeys.Ed25519 }).PublicKey;
        byte[] encoded = CoseKey.Encode(key);
        Assert.True(CoseKey.TryParse(encoded, out VerificationKey read, out ParseError error), error.ToString());
        Assert.Equal(key, read);
        Assert.Equal(encoded, CoseKey.Encode(read));
        Assert.All(HostileInput.Lengths(encoded), bad => Assert.False(CoseKey.TryParse(bad, out _, out _)));
    }

    /// <summary>Open DICE writes kty, alg, key_ops, crv, x, y in this order; order is free.</summary>
    [Fact]
    public void MembersOfNoImportanceAndAnyOrderAreAccepted() =>
        Assert.True(CoseKey.TryParse(Convert.FromHexString($"a7215820{Gx}225820{Gy}0102032604810202426b312001"), out _, out ParseError error), error.ToString());
}
