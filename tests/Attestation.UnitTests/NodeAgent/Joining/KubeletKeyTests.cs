using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Attestation.NodeAgent.Joining;

namespace Attestation.UnitTests.NodeAgent.Joining;

/// <summary>The kubelet's key and its request, with openssl as witness.</summary>
public sealed class KubeletKeyTests
{
    [Fact]
    public void OpensslVerifiesTheRequestAndReadsItsSubject()
    {
        using KubeletKey key = KubeletKey.Make();
        string request = key.Request("worker-1.example");
        Assert.Contains("verify OK", OpenSsl(request, "req", "-verify", "-noout"));
        Assert.Equal("subject=O = system:nodes, CN = system:node:worker-1.example", OpenSsl(request, "req", "-subject", "-noout").Trim());
        Assert.Matches("Attributes:\\s+\\(none\\)", OpenSsl(request, "req", "-text", "-noout"));
        string spki = OpenSsl(request, "req", "-pubkey", "-noout");
        Assert.Equal(key.SubjectPublicKeyInfo, Convert.FromBase64String(string.Concat(spki.Split('\n').Where(line => !line.StartsWith('-')))));
        Assert.Equal(SHA256.HashData(key.SubjectPublicKeyInfo), key.Hash);
    }

    [Fact]
    public void OpensslReadsTheKey()
    {
        using KubeletKey key = KubeletKey.Make();
        string pem = Encoding.ASCII.GetString(key.ExportPem());
        Assert.StartsWith("-----BEGIN EC PRIVATE KEY-----\n", pem);
        Assert.Contains("EC Key valid", OpenSsl(pem, "ec", "-check", "-noout"));
        Assert.Contains("prime256v1", OpenSsl(pem, "ec", "-text", "-noout"));
    }

    [Fact]
    public void AKeyComesBackFromItsFormsAsItWas()
    {
        using KubeletKey key = KubeletKey.Make();
        using KubeletKey? fromPem = KubeletKey.TryRead(key.ExportPem());
        Assert.Equal(key.Hash, fromPem!.Hash);
        byte[] scalar = key.ExportScalar();
        Assert.Equal(32, scalar.Length);
        using KubeletKey fromScalar = KubeletKey.OfScalar(scalar);
        Assert.Equal(key.Hash, fromScalar.Hash);
        Assert.Equal(key.RequestName, fromScalar.RequestName);
        Assert.Matches("^attest-agent-[0-9a-f]{32}$", key.RequestName);
        using KubeletKey? pkcs8 = KubeletKey.TryRead(Encoding.ASCII.GetBytes(OpenSsl(Encoding.ASCII.GetString(key.ExportPem()), "pkcs8", "-topk8", "-nocrypt")));
        Assert.Equal(key.Hash, pkcs8!.Hash);
    }

    [Theory]
    [InlineData("nothing", "")]
    [InlineData("no PEM", "key")]
    [InlineData("a damaged key", "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n")]
    [InlineData("a certificate alone", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public void AnythingElseIsNoKey(string what, string text) => Assert.True(KubeletKey.TryRead(Encoding.ASCII.GetBytes(text)) is null, what);

    [Fact]
    public void AKeyOfAnotherCurveIsNone()
    {
        using ECDsa other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.Null(KubeletKey.TryRead(Encoding.ASCII.GetBytes(other.ExportECPrivateKeyPem())));
    }

    private static string OpenSsl(string input, params string[] arguments)
    {
        var start = new ProcessStartInfo("openssl", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output + error.Result);
        return output + (output.Contains("BEGIN") ? "" : error.Result);
    }
}
