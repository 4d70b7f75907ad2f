using System.Text.Json;
using Attestation.Formats.Keys;

namespace Attestation.UnitTests.Formats.Keys;

/// <summary>Project Wycheproof's signature vectors, on the libcrypto path and on the path for machines without it.</summary>
public sealed class WycheproofSignatureTests
{
    private const string Folder = "03-wycheproof";

    [PublicVectorTheory(Folder)]
    [InlineData("Ed25519 by libcrypto", "ed25519_test.json", SignatureAlgorithm.EdDsa, true, 88, 63)]
    [InlineData("Ed25519 managed", "ed25519_test.json", SignatureAlgorithm.EdDsa, false, 88, 63)]
    [InlineData("P-256, DER, by libcrypto", "ecdsa_secp256r1_sha256_test.json", SignatureAlgorithm.EcdsaSha256, true, 174, 310)]
    [InlineData("P-256, DER, managed", "ecdsa_secp256r1_sha256_test.json", SignatureAlgorithm.EcdsaSha256, false, 174, 310)]
    [InlineData("RSA 2048", "rsa_signature_2048_sha256_test.json", SignatureAlgorithm.RsaPkcs1Sha256, true, 9, 249)]
    [InlineData("RSA 3072", "rsa_signature_3072_sha384_test.json", SignatureAlgorithm.RsaPkcs1Sha384, true, 7, 251)]
    public void EveryVerdictIsWycheproofs(string description, string file, SignatureAlgorithm algorithm, bool native, int valid, int invalid)
    {
        using JsonDocument document = JsonDocument.Parse(PublicVectors.Text($"{Folder}/{file}"));
        int accepted = 0, refused = 0;
        var wrong = new List<string>();
        foreach (JsonElement group in document.RootElement.GetProperty("testGroups").EnumerateArray())
        {
            VerificationKey key = Key(group, native);
            foreach (JsonElement test in group.GetProperty("tests").EnumerateArray())
            {
                string result = test.GetProperty("result").GetString()!;
                bool verified = key.Verify(algorithm, Hex(test, "msg"), Hex(test, "sig"));
                if (result != "acceptable" && verified != (result == "valid"))
                    wrong.Add($"{test.GetProperty("tcId")} {test.GetProperty("comment")}");
                accepted += verified && result == "valid" ? 1 : 0;
                refused += !verified && result == "invalid" ? 1 : 0;
            }
        }
        Assert.True(wrong.Count == 0, description + ": " + string.Join("; ", wrong));
        Assert.Equal((valid, invalid), (accepted, refused));
    }

    [PublicVectorTheory(Folder)]
    [InlineData("by libcrypto", true)]
    [InlineData("managed", false)]
    public void TheFixedLengthFormAgreesWithTheDerForm(string description, bool native)
    {
        using JsonDocument document = JsonDocument.Parse(PublicVectors.Text($"{Folder}/ecdsa_secp256r1_sha256_test.json"));
        int compared = 0;
        foreach (JsonElement group in document.RootElement.GetProperty("testGroups").EnumerateArray())
        {
            VerificationKey key = Key(group, native);
            foreach (JsonElement test in group.GetProperty("tests").EnumerateArray())
            {
                byte[] fixedLength = new byte[64];
                if (!EcdsaSignatureForm.TryToFixedLength(Hex(test, "sig"), 32, fixedLength))
                    continue;
                Assert.True(key.Verify(SignatureAlgorithm.Es256, Hex(test, "msg"), fixedLength) == (test.GetProperty("result").GetString() == "valid"), description);
                compared++;
            }
        }
        Assert.InRange(compared, 174, 484);
    }

    private static VerificationKey Key(JsonElement group, bool native)
    {
        Assert.True(VerificationKey.TryParseSpki(Hex(group, "publicKeyDer"), out VerificationKey key, out _));
        Assert.Equal(Hex(group, "publicKeyDer"), key.ToSpki());
        return native ? key : key.WithoutLibcrypto();
    }

    private static byte[] Hex(JsonElement element, string name) => Convert.FromHexString(element.GetProperty(name).GetString()!);
}
