using System.Text.Json;
using Attestation.Formats.Der;
using Attestation.Formats.Keys;
using Attestation.Formats.X509;

namespace Attestation.UnitTests.Formats.X509;

/// <summary>Key, algorithm identifier and signature together, as the path checks of a browser's library test them.</summary>
public sealed class SignedDataVectorTests
{
    [PublicVectorFact("10-x509/boringssl-pki")]
    public void NothingIsAcceptedThatTheReferenceRefuses()
    {
        using JsonDocument cases = JsonDocument.Parse(PublicVectors.Text("10-x509/boringssl-pki/verify_signed_data.json"));
        int refused = 0;
        var accepted = new List<string>();
        var stricter = new List<string>();
        foreach (JsonElement test in cases.RootElement.GetProperty("cases").EnumerateArray())
        {
            string file = "10-x509/boringssl-pki/" + test.GetProperty("file").GetString();
            if (!File.Exists(PublicVectors.PathOf(file)))
                continue;
            bool valid = Verifies(PublicVectors.Text(file));
            bool expected = test.GetProperty("expect").GetString() == "SUCCESS";
            Assert.True(expected || !valid, file);
            string name = Path.GetFileNameWithoutExtension(file);
            if (valid)
                accepted.Add(name);
            else if (expected)
                stricter.Add(name);
            else
                refused++;
        }
        Assert.Equal(Accepted, accepted.Order(StringComparer.Ordinal));
        Assert.Equal(Stricter, stricter.Order(StringComparer.Ordinal));
        Assert.Equal(Refused, refused);
    }

    private const int Refused = 28;

    private static readonly string[] Accepted =
        ["ecdsa-prime256v1-sha512", "ecdsa-prime256v1-sha512", "ecdsa-secp384r1-sha256", "ecdsa-secp384r1-sha256", "rsa2048-pkcs1-sha512"];

    /// <summary>An RSA key of 1024 bits, and algorithms that are not accepted here.</summary>
    private static readonly string[] Stricter = ["mldsa-44", "mldsa-65", "mldsa-87", "rsa-pkcs1-sha256"];

    private static bool Verifies(string text)
    {
        try
        {
            if (!VerificationKey.TryParseSpki(Block(text, "PUBLIC KEY"), out VerificationKey key, out _))
                return false;
            var algorithm = new DerReader(Block(text, "ALGORITHM"));
            SignatureAlgorithm signature = CertificateSignatureAlgorithm.Read(ref algorithm, [], "algorithm");
            var bits = new DerReader(Block(text, "SIGNATURE"));
            return key.Verify(signature, Block(text, "DATA"), bits.BitStringOfBytes("signature").Span);
        }
        catch (DerDefect)
        {
            return false;
        }
    }

    private static byte[] Block(string text, string label)
    {
        string begin = $"-----BEGIN {label}-----", end = $"-----END {label}-----";
        int from = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        return Convert.FromBase64String(text[from..text.IndexOf(end, from, StringComparison.Ordinal)]);
    }
}
