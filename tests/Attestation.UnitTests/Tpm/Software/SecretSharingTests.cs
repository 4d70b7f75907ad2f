using System.Security.Cryptography;
using System.Text.Json;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.UnitTests.Tpm.Software;

/// <summary>Labelled encapsulation and credentials against public vectors, with the random source played back.</summary>
public sealed class SecretSharingTests
{
    [PublicVectorFact("09-tpm/go-tpm-kdf")]
    public void EccEncapsulationGivesEveryPublicVector()
    {
        int passed = 0;
        foreach (JsonElement v in Vectors("09-tpm/go-tpm-kdf/ecc_labeled_encaps.json"))
        {
            Assert.True(SecretSharing.TryShare(Key(v), Text(v, "Label"), Playback(Hex(v, "EphemeralPrivate")), out SharedSecret? shared), Text(v, "Name"));
            Assert.Equal((Text(v, "Secret"), Text(v, "Ciphertext")), (Lower(shared!.Secret), Lower(shared.Encrypted)));
            passed++;
        }
        Assert.Equal(100, passed);
    }

    [PublicVectorFact("09-tpm/go-tpm-kdf")]
    public void RsaEncapsulationGivesEveryPublicVector()
    {
        int passed = 0;
        foreach (JsonElement v in Vectors("09-tpm/go-tpm-kdf/rsa_labeled_encaps.json"))
        {
            Assert.True(SecretSharing.TryEncrypt(Key(v), Text(v, "Label"), Hex(v, "Secret"), Playback(Hex(v, "OAEPSalt")), out byte[]? encrypted), Text(v, "Name"));
            Assert.Equal(Text(v, "Ciphertext"), Lower(encrypted));
            passed++;
        }
        Assert.Equal(100, passed);
    }

    /// <summary>The vector's maker drew a seed of 16 bytes, and everything random was zero; Go's P-256 turns zeros into the scalar 00 42 00...</summary>
    [PublicVectorTheory("09-tpm/go-tpm-kdf")]
    [InlineData("rsa")]
    [InlineData("ecc")]
    public void CredentialActivationVectorsAreReproduced(string kind)
    {
        using JsonDocument vectors = JsonDocument.Parse(PublicVectors.Text("09-tpm/go-tpm-credactivation.json"));
        JsonElement root = vectors.RootElement;
        JsonElement vector = root.GetProperty("cases").EnumerateArray().Single(c => Text(c, "name") == kind);
        byte[] name = [0, 11, .. Hex(root, "aik_digest")];
        byte[] secret = Hex(root, "credential");
        TpmtPublic ek = PublicKeys.WithKey(kind == "rsa" ? EkTemplates.L1.Public : EkTemplates.L2.Public, Spki(Text(vector, "ek_pem")))!;
        Credential made = kind == "rsa" ? WithSeedOf16(ek, name, secret) : Make(ek, name, secret, Playback([0, 0x42, .. new byte[30]]));
        byte[] bytes = [.. WireValue.EncodeSized(made.Blob), .. Sized(made.EncryptedSecret)];
        Assert.Equal(Text(vector, "expected"), Lower(bytes));
    }

    [Theory]
    [InlineData("a signing key is no storage key", "ak-p256")]
    [InlineData("an RSA signing key neither", "ak-rsassa")]
    public void ACredentialForASigningKeyIsRefused(string what, string key)
    {
        _ = what;
        Assert.False(Credential.TryMake(Public(key), [0, 11], [1], RandomNumberGenerator.Fill, out Credential? none));
        Assert.Null(none);
    }

    [Theory]
    [InlineData("a secret longer than the digest", 33)]
    [InlineData("an empty secret", 0)]
    public void ASecretOfAnImpossibleSizeIsRefused(string what, int size)
    {
        _ = what;
        Assert.False(Credential.TryMake(Public("ek-p256"), [0, 11], new byte[size], RandomNumberGenerator.Fill, out _));
    }

    [Fact]
    public void APointOffTheCurveIsRefused()
    {
        TpmtPublic ek = Public("ek-p256");
        var parameters = (TpmsEccParms)ek.Parameters;
        byte[] y = [.. parameters.Point.Y];
        y[^1] ^= 1;
        TpmtPublic off = ek with { Parameters = parameters with { Point = parameters.Point with { Y = y } } };
        Assert.False(Credential.TryMake(off, [0, 11], [1], RandomNumberGenerator.Fill, out _));
    }

    private static Credential Make(TpmtPublic ek, byte[] name, byte[] secret, RandomSource random)
    {
        Assert.True(Credential.TryMake(ek, name, secret, random, out Credential? made));
        return made!;
    }

    private static Credential WithSeedOf16(TpmtPublic ek, byte[] name, byte[] secret)
    {
        Assert.True(SecretSharing.TryEncrypt(ek, SecretSharing.Identity, new byte[16], Playback(new byte[32]), out byte[]? encrypted));
        return new Credential(Credential.Protect(ek.NameAlg, 128, new byte[16], name, secret), encrypted);
    }

    private static RandomSource Playback(byte[] bytes) => destination => bytes.CopyTo(destination);

    private static byte[] Sized(byte[] bytes) => [(byte)(bytes.Length >> 8), (byte)(bytes.Length & 0xFF), .. bytes];

    private static byte[] Spki(string pem)
    {
        PemFields fields = PemEncoding.Find(pem);
        return Convert.FromBase64String(pem[fields.Base64Data]);
    }

    private static TpmtPublic Public(string name)
    {
        Assert.True(WireValue.TryParseSized(TpmVectors.Bytes($"swtpm-a/{name}.tpm2b_public"), out TpmtPublic? area, out _));
        return area;
    }

    private static IEnumerable<JsonElement> Vectors(string path)
    {
        using JsonDocument document = JsonDocument.Parse(PublicVectors.Text(path));
        return [.. document.RootElement.EnumerateArray().Select(v => v.Clone())];
    }

    private static TpmtPublic Key(JsonElement v)
    {
        Assert.True(WireValue.TryParse(Hex(v, "PublicKey"), out TpmtPublic? area, out WireError error), error.Sentence);
        return area;
    }

    private static string Text(JsonElement v, string name) => v.GetProperty(name).GetString()!;

    private static byte[] Hex(JsonElement v, string name) => Convert.FromHexString(Text(v, name));

    private static string Lower(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
