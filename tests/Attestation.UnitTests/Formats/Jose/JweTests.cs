using System.Security.Cryptography;
using System.Text;
using Attestation.Formats;
using Attestation.Formats.Jose;
using Attestation.Formats.Keys;

namespace Attestation.UnitTests.Formats.Jose;

public sealed class JweTests
{
    private const string Secret = """{"token":"abcdef.0123456789abcdef"}""";

    public static TheoryData<string> Vectors => [.. JweVectors.Names];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void AMessageOfAnotherProgramIsReadAsItsNameSays(string name)
    {
        using ECDiffieHellman recipient = JweVectors.Recipient();
        string actual = EncryptedJwe.TryParse(JweVectors.Message(name), out EncryptedJwe? jwe, out ParseError error) && jwe.TryDecrypt(recipient, out byte[] plaintext, out error)
            ? Read(name, plaintext)
            : error.Code.Id;
        Assert.Equal(JweVectors.Expected[name], actual);
    }

    [Fact]
    public void EveryVectorIsExpectedAndEveryExpectationHasAVector() => Assert.Equal(JweVectors.Expected.Keys.Order(StringComparer.Ordinal), JweVectors.Names);

    [Theory]
    [InlineData("a token", Secret)]
    [InlineData("nothing", "")]
    [InlineData("more than one block", "0123456789012345678901234567890123456789")]
    [InlineData("beyond ASCII", "Grüße")]
    public void AnotherProgramDecryptsWhatIsWritten(string description, string secret)
    {
        using ECDiffieHellman recipient = JweVectors.Recipient();
        (int status, string output) = JweVectors.Decrypt(Encrypt(recipient, secret));
        Assert.True(status == 0, description);
        Assert.Equal(secret, output);
    }

    [Fact]
    public void AnotherProgramRefusesAChangedMessage()
    {
        using ECDiffieHellman recipient = JweVectors.Recipient();
        string message = Encrypt(recipient, Secret);
        Assert.Equal(1, JweVectors.Decrypt(message[..^2] + (message[^2] == 'A' ? 'B' : 'A') + message[^1]).Status);
    }

    [Fact]
    public void NobodyElseDecrypts()
    {
        using ECDiffieHellman recipient = JweVectors.Recipient(), other = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        Assert.True(EncryptedJwe.TryParse(Encrypt(recipient, Secret), out EncryptedJwe? jwe, out _));
        Assert.False(jwe.TryDecrypt(other, out byte[] nothing, out ParseError error));
        Assert.Empty(nothing);
        Assert.Equal("jwe.decryption", error.Code.Id);
        Assert.True(jwe.TryDecrypt(recipient, out byte[] plaintext, out _));
        Assert.Equal(Secret, Encoding.UTF8.GetString(plaintext));
        Assert.Equal("gate", Encoding.UTF8.GetString(jwe.PartyU.Span));
        Assert.Equal("worker-1", Encoding.UTF8.GetString(jwe.PartyV.Span));
    }

    [Fact]
    public void EveryChangedCharacterIsNoticed()
    {
        using ECDiffieHellman recipient = JweVectors.Recipient();
        string message = Encrypt(recipient, Secret);
        for (int i = 0; i < message.Length; i++)
        {
            string changed = message[..i] + (message[i] == 'B' ? 'C' : 'B') + message[(i + 1)..];
            Assert.False(EncryptedJwe.TryParse(changed, out EncryptedJwe? jwe, out _) && jwe.TryDecrypt(recipient, out _, out _), $"character {i}");
        }
    }

    /// <summary>RFC 7516 appendix A.1: the content encryption of its first example, with the key that its RSA part carries.</summary>
    [Fact]
    public void ContentIsEncryptedAsInRfc7516AppendixA1()
    {
        byte[] key = [177, 161, 244, 128, 84, 143, 225, 115, 63, 180, 3, 255, 107, 154, 212, 246, 138, 7, 110, 91, 112, 46, 34, 105, 47, 130, 203, 46, 122, 234, 64, 252];
        byte[] nonce = [227, 197, 117, 252, 2, 219, 233, 68, 180, 225, 77, 219];
        string header = StrictBase64Url.Encode("""{"alg":"RSA-OAEP","enc":"A256GCM"}"""u8);
        (byte[] ciphertext, byte[] tag) = JweContent.Encrypt(key, nonce, header, "The true sign of intelligence is not knowledge but imagination."u8);
        Assert.Equal("5eym8TW_c8SuK0ltJ3rpYIzOeDQz7TALvtu6UG9oMo4vpzs9tX_EFShS8iB7j6jiSdiwkIr3ajwQzaBtQD_A", StrictBase64Url.Encode(ciphertext));
        Assert.Equal("XFBoMYUZodetZdvTiFvSkQ", StrictBase64Url.Encode(tag));
    }

    [Fact]
    public void TheSizeIsLimitedBeforeAnythingIsRead()
    {
        Assert.False(EncryptedJwe.TryParse(new string('a', 11), out _, out ParseError error, maxSize: 10));
        Assert.Equal("json.too-large", error.Code.Id);
    }

    /// <summary>A message to the recipient with a fresh ephemeral key.</summary>
    internal static string Encrypt(ECDiffieHellman recipient, string secret)
    {
        using var ephemeral = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        Assert.True(VerificationKey.TryParseSpki(recipient.ExportSubjectPublicKeyInfo(), out VerificationKey key, out _));
        return JweWriter.Encrypt(key, ephemeral, new byte[12], "gate", "worker-1", Encoding.UTF8.GetBytes(secret));
    }

    private static string Read(string name, byte[] plaintext)
    {
        Assert.Equal(name.Contains("empty", StringComparison.Ordinal) ? "" : Secret, Encoding.UTF8.GetString(plaintext));
        return "decrypted";
    }
}
