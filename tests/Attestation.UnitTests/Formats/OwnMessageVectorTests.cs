using System.Text;
using System.Text.Json;
using Attestation.Formats;
using Attestation.Formats.Cbor;
using Attestation.Formats.Corim;
using Attestation.Formats.Cose;
using Attestation.Formats.Ear;
using Attestation.Formats.Keys;

namespace Attestation.UnitTests.Formats;

/// <summary>tests/vectors/{cbor,cose,corim,ear}: made by make_messages.py with openssl; the file's name says the defect, expected.json the outcome.</summary>
public sealed class OwnMessageVectorTests
{
    private static readonly string Root = Path.Combine(PublicVectors.RepositoryRoot, "tests", "vectors");

    public static TheoryData<string, string, string> Vectors
    {
        get
        {
            var rows = new TheoryData<string, string, string>();
            foreach (string folder in (string[])["cbor", "cose", "corim", "ear"])
            {
                using JsonDocument expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, folder, "expected.json")));
                foreach (JsonProperty row in expected.RootElement.EnumerateObject())
                    rows.Add(folder, row.Name, row.Value.GetString()!);
            }
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void HasTheOutcomeThatItsFolderStates(string folder, string file, string outcome) =>
        Assert.Equal(outcome, Judge(folder, file, File.ReadAllBytes(Path.Combine(Root, folder, file))));

    [Theory]
    [InlineData("cbor")]
    [InlineData("cose")]
    [InlineData("corim")]
    [InlineData("ear")]
    public void EveryFileHasAnOutcome(string folder)
    {
        using JsonDocument expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, folder, "expected.json")));
        string[] files = [.. Directory.EnumerateFiles(Path.Combine(Root, folder)).Select(f => Path.GetFileName(f)!).Where(f => f != "expected.json")];
        Assert.Equal(expected.RootElement.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal), files.Order(StringComparer.Ordinal));
    }

    private static string Judge(string folder, string file, byte[] bytes) => folder switch
    {
        "cbor" => CborWellFormed.TryCheck(bytes, out ParseError error) ? "read" : error.Code.Id,
        "cose" => JudgeCose(bytes),
        "corim" => JudgeCorim(bytes),
        _ => JudgeEar(file, bytes),
    };

    private static string JudgeCose(byte[] bytes)
    {
        if (!UnverifiedCoseSign1.TryParse(bytes, CoseTag.Required, out UnverifiedCoseSign1? message, out ParseError error))
            return error.Code.Id;
        VerificationKey key = bytes.AsSpan().IndexOf((byte[])[0x43, 0xA1, 0x01, 0x26]) == 2 && message.KeyId is null ? Rfc6979 : TestKeys.Ed25519.PublicKey;
        return message.Verify(key, [], out ReadOnlyMemory<byte> payload, out error) && payload.Length == 22 ? "verified" : error.Code.Id;
    }

    private static string JudgeCorim(byte[] bytes)
    {
        if (!UnverifiedSignedCorim.LooksSigned(bytes))
            return CorimManifest.TryParse(bytes, out _, out ParseError unsigned) ? "read" : unsigned.Code.Id;
        return UnverifiedSignedCorim.TryParse(bytes, out UnverifiedSignedCorim? signed, out ParseError error) && signed.Verify(TestKeys.Ed25519.PublicKey, out _, out error)
            ? "verified"
            : error.Code.Id;
    }

    private static string JudgeEar(string file, byte[] bytes)
    {
        bool good = file.EndsWith(".cwt", StringComparison.Ordinal)
            ? UnverifiedEar.TryParseCwt(bytes, out UnverifiedEar? ear, out ParseError error)
            : UnverifiedEar.TryParseJwt(Encoding.ASCII.GetString(bytes), out ear, out error);
        return good && ear!.Verify(TestKeys.Ed25519.PublicKey, out _, out error) ? "verified" : error.Code.Id;
    }

    /// <summary>RFC 6979 appendix A.2.5, the public key.</summary>
    private static VerificationKey Rfc6979
    {
        get
        {
            byte[] point = Convert.FromHexString("60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB67903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299");
            Assert.True(VerificationKey.TryFromPoint(KeyKind.P256, point, out VerificationKey key, out _));
            return key;
        }
    }
}
