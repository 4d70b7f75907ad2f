using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using static Attestation.SystemTests.Verifier.Nodes.NodeRequests;
using static Attestation.SystemTests.Verifier.Requests;

namespace Attestation.SystemTests.Verifier.Nodes;

/// <summary>The DICE identity of a node: certified because its attestation key vouched for it.</summary>
public sealed class UdsCertificateTests
{
    [Fact]
    public async Task AKeyThatTheTpmVouchesForIsCertifiedAndOpensslAgrees()
    {
        using var world = new NodeWorld();
        await using ToolsNode node = await ToolsNode.StartAsync();
        world.Allow($"{node.EkName} worker-1 Example/Worker");
        using ECDsa uds = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        byte[] info = uds.ExportSubjectPublicKeyInfo();
        byte[] certificate;
        await using (VerifierProcess verifier = await world.StartAsync())
        {
            Offer offer = await verifier.OfferAsync(Asking(node.EkPublic, node.AkPublic));
            byte[] secret = node.Activate(offer)!;
            (byte[] attest, byte[] signature) = node.Quote(QualifyingData(secret, info));
            JsonElement enrolled = await DocumentAsync(verifier.ActivateAsync(offer.Id, secret, ("udsPublicKey", info), ("attest", attest), ("signature", signature)));
            certificate = enrolled.GetProperty("udsCertificate").GetBytesFromBase64();
            string thumbprint = Convert.ToHexStringLower(SHA256.HashData(info.AsSpan(info.Length - 96)));
            Assert.Equal(thumbprint, (await verifier.NodeAsync(node.AkName)).GetProperty("udsKey").GetString());
        }
        await using VerifierProcess again = await world.StartAsync();
        using HttpResponseMessage root = await again.Client.GetAsync("api/v1/nodes/authority");
        Assert.Equal("application/pem-certificate-chain", root.Content.Headers.ContentType!.ToString());
        File.WriteAllText(world["root.pem"], await root.Content.ReadAsStringAsync());
        File.WriteAllText(world["uds.pem"], PemEncoding.WriteString("CERTIFICATE", certificate));
        Assert.Contains(": OK", OpenSsl("verify", "-x509_strict", "-CAfile", world["root.pem"], world["uds.pem"]));
        string text = OpenSsl("x509", "-in", world["uds.pem"], "-noout", "-text");
        Assert.Contains("CA:TRUE", text);
        Assert.Contains("Certificate Sign", text);
        Assert.Matches("Subject: serialNumber ?= ?[0-7][0-9a-f]{39}\n", text);
        Assert.Equal(PemEncoding.WriteString("PUBLIC KEY", info), OpenSsl("x509", "-in", world["uds.pem"], "-noout", "-pubkey").Trim());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(world["data/node-ca-key.pem"]));
    }

    [Theory]
    [InlineData("a quote over another key", "tpm.quote.nonce")]
    [InlineData("a quote by another attestation key", "tpm.quote.signature")]
    [InlineData("a quote that is cut short", "tpm.quote.signature")]
    [InlineData("a signature that is none", "tpm.quote.signature-form")]
    public async Task AQuoteThatDoesNotVouchEndsTheEnrolment(string quote, string code)
    {
        using var world = new NodeWorld();
        using var tpm = new SoftwareTpm();
        using var other = new SoftwareTpm();
        world.Allow(tpm.EkHash);
        await using VerifierProcess verifier = await world.StartAsync();
        using ECDsa uds = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] info = uds.ExportSubjectPublicKeyInfo();
        Offer offer = await verifier.OfferAsync(Asking(tpm));
        byte[] secret = tpm.Activate(offer.Blob, offer.EncryptedSecret)!;
        (byte[] attest, byte[] signature) = quote switch
        {
            "a quote over another key" => tpm.Quote(QualifyingData(secret, [1])),
            "a quote by another attestation key" => other.Quote(QualifyingData(secret, info)),
            _ => tpm.Quote(QualifyingData(secret, info)),
        };
        if (quote == "a quote that is cut short")
            attest = attest[..^1];
        if (quote == "a signature that is none")
            signature = [1, 2, 3];
        (string, byte[])[] parts = [("udsPublicKey", info), ("attest", attest), ("signature", signature)];
        Assert.Equal(code, await CodeAsync(verifier.ActivateAsync(offer.Id, secret, parts)));
        Assert.Equal("enrolment.used", await CodeAsync(verifier.ActivateAsync(offer.Id, secret)));
    }

    private static byte[] QualifyingData(byte[] secret, byte[] info) => SHA256.HashData([.. "attestation-node-identity-v1\0"u8, .. secret, .. info]);

    private static string OpenSsl(params string[] arguments)
    {
        using Process openssl = Process.Start(new ProcessStartInfo("openssl", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> error = openssl.StandardError.ReadToEndAsync();
        string output = openssl.StandardOutput.ReadToEnd();
        openssl.WaitForExit();
        Assert.True(openssl.ExitCode == 0, $"openssl {string.Join(' ', arguments)}: {output}{error.Result}");
        return output;
    }
}
