using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Attestation.Gate.Csr;

namespace Attestation.UnitTests.Gate.Csr;

/// <summary>PKCS #10 requests are read as the signer reads them, or not at all.</summary>
public sealed class KubeletRequestTests
{
    private static readonly string Good = Encoding.ASCII.GetString(new Asked().Object().Spec.Request);

    public static TheoryData<string, string> Unreadable
    {
        get
        {
            string body = Good.Split("-----")[2];
            byte[] der = Convert.FromBase64String(body);
            byte[] badSignature = [.. der];
            badSignature[^1] ^= 1;
            return new()
            {
                { "nothing", "" },
                { "no PEM", "MIIB" },
                { "another label", Good.Replace("CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST") },
                { "two requests", Good + Good },
                { "text before it", "x\n" + Good },
                { "text behind it", Good + "\nx" },
                { "headers inside", Good.Replace("REQUEST-----\n", "REQUEST-----\nProc-Type: 4\n\n") },
                { "another block inside", Good.Replace("\n-----END", "\n-----BEGIN X-----\n-----END X-----\n-----END") },
                { "bytes behind the request", Pem([.. der, 0]) },
                { "a signature that does not verify", Pem(badSignature) },
                { "half of it", Pem(der[..(der.Length / 2)]) },
                { "too large", Good + new string('\n', 70_000) },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Unreadable))]
    public void Is_not_read(string description, string pem) => Assert.False(KubeletRequest.TryParse(Encoding.ASCII.GetBytes(pem), out _), description);

    [Fact]
    public void White_space_around_and_lines_of_any_length_do_not_matter()
    {
        Assert.True(KubeletRequest.TryParse(Encoding.ASCII.GetBytes(" \r\n" + Good.Replace("\n", "\r\n") + "\n\n"), out KubeletRequest? request));
        Assert.True(KubeletRequest.TryParse(Encoding.ASCII.GetBytes(Good), out KubeletRequest? same));
        Assert.Equal((same.Digest, same.KeySha256), (request.Digest, request.KeySha256));
        Assert.Equal((Asked.Hash(Asked.Key), "system:node:worker-1"), (request.KeySha256, request.CommonName));
    }

    [Fact]
    public void Every_byte_of_it_is_covered()
    {
        byte[] der = Convert.FromBase64String(Good.Split("-----")[2]);
        for (int i = 0; i < der.Length; i++)
        {
            byte[] changed = [.. der];
            changed[i] ^= 0x01;
            Assert.False(KubeletRequest.TryParse(Encoding.ASCII.GetBytes(Pem(changed)), out _), $"byte {i}");
        }
    }

    [Theory]
    [InlineData("P-256", "ec", "prime256v1")]
    [InlineData("P-384", "ec", "secp384r1")]
    [InlineData("RSA 2048", "rsa", "2048")]
    public void Requests_of_openssl_are_read_and_their_key_is_the_one_that_openssl_tells(string description, string kind, string size)
    {
        using var folder = new TemporaryFolder();
        OpenSsl(kind == "ec" ? $"ecparam -name {size} -genkey -noout -out {folder["key"]}" : $"genrsa -out {folder["key"]} {size}");
        OpenSsl($"req -new -key {folder["key"]} -subj /O=system:nodes/CN=system:node:worker-9 -addext subjectAltName=DNS:worker-9,IP:192.0.2.9 -out {folder["request"]}");
        OpenSsl($"pkey -in {folder["key"]} -pubout -outform DER -out {folder["public"]}");
        Assert.True(KubeletRequest.TryParse(File.ReadAllBytes(folder["request"]), out KubeletRequest? request), description);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(folder["public"]))), request.KeySha256);
        Assert.Equal(("system:node:worker-9", "worker-9", "192.0.2.9"), (request.CommonName, request.DnsNames.Single(), request.Addresses.Single()));
        Assert.False(request.OtherSubject || request.OtherNames);
    }

    private static string Pem(byte[] der) => PemEncoding.WriteString("CERTIFICATE REQUEST", der);

    private static void OpenSsl(string arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("openssl", arguments) { RedirectStandardError = true })!;
        string complaint = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, complaint);
    }
}
