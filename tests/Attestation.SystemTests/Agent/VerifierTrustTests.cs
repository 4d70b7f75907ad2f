using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Attestation.NodeAgent.Verifiers;

namespace Attestation.SystemTests.Agent;

/// <summary>Which TLS server the agent takes for its verifier: authorities of a file, pins, and neither.</summary>
public sealed class VerifierTrustTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly ECDsa rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private VerifierProcess verifier = null!;

    public async Task InitializeAsync()
    {
        var authority = new CertificateRequest("CN=site root", rootKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using X509Certificate2 root = authority.CreateSelfSigned(now.AddHours(-1), now.AddHours(1));
        var server = new CertificateRequest("CN=verifier", serverKey, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        server.CertificateExtensions.Add(names.Build());
        using X509Certificate2 leaf = server.Create(root.SubjectName, X509SignatureGenerator.CreateForECDsa(rootKey), root.NotBefore, root.NotAfter, [2]);
        await File.WriteAllTextAsync(folder["root.pem"], root.ExportCertificatePem());
        await File.WriteAllTextAsync(folder["chain.pem"], leaf.ExportCertificatePem() + "\n" + root.ExportCertificatePem());
        await File.WriteAllTextAsync(folder["key.pem"], serverKey.ExportPkcs8PrivateKeyPem());
        verifier = await VerifierProcess.StartAsync(
            folder["data"], "--listen", "https://127.0.0.1:0", "--tls-cert", folder["chain.pem"], "--tls-key", folder["key.pem"]);
    }

    public async Task DisposeAsync()
    {
        await verifier.DisposeAsync();
        folder.Dispose();
        rootKey.Dispose();
        serverKey.Dispose();
    }

    [Theory]
    [InlineData("nothing: the system knows no such authority", false, null, false)]
    [InlineData("its authority in a file", true, null, true)]
    [InlineData("the server's key pinned, and that is all there is to know", false, "server", true)]
    [InlineData("the authority's key pinned, without a chain that ends in a trusted one", false, "root", false)]
    [InlineData("the authority's key pinned, and the authority in a file", true, "root", true)]
    [InlineData("a good chain, and another key pinned", true, "other", false)]
    [InlineData("another key pinned", false, "other", false)]
    public async Task OnlyTheRightServerIsTalkedTo(string what, bool hasAuthority, string? pinned, bool isTaken)
    {
        using var client = new VerifierClient(new VerifierOptions
        {
            Address = verifier.Address, AuthorityFile = hasAuthority ? folder["root.pem"] : null, Pins = pinned is null ? [] : [KeyPin.Parse(PinOf(pinned))],
        });
        if (isTaken)
            Assert.Equal(32, (await client.OpenAsync(CancellationToken.None)).Nonce.Length);
        else
        {
            VerifierFailure refused = await Assert.ThrowsAsync<VerifierFailure>(() => client.OpenAsync(CancellationToken.None));
            Assert.False(refused.IsRefusal, what);
            Assert.Contains("certificate", refused.Message);
        }
    }

    /// <summary>A certificate for another name ends in the right authority, and is no good.</summary>
    [Fact]
    public async Task TheNameCountsUnlessTheServersKeyIsPinned()
    {
        Uri byName = new($"https://localhost:{verifier.Address.Port}/");
        using (var client = new VerifierClient(new VerifierOptions { Address = byName, AuthorityFile = folder["root.pem"] }))
            await Assert.ThrowsAsync<VerifierFailure>(() => client.OpenAsync(CancellationToken.None));
        using var pinned = new VerifierClient(new VerifierOptions { Address = byName, Pins = [KeyPin.Parse(PinOf("server"))] });
        await pinned.OpenAsync(CancellationToken.None);
    }

    [Fact]
    public async Task TheProgramReadsPinsFromItsConfigurationFile()
    {
        string[] lines = [$"ATTEST_AGENT_VERIFIER={verifier.Address}", $"ATTEST_AGENT_PIN=\"{PinOf("other")} {PinOf("server")}\"", "ATTEST_AGENT_TPM=swtpm:path=/nonexistent"];
        await File.WriteAllLinesAsync(folder["agent.conf"], [.. lines, $"ATTEST_AGENT_STATE={folder["state"]}"]);
        CommandRun run = await CommandRun.Of("attest-agent", "attest", "--config", folder["agent.conf"], "--run-dir", folder["run"]);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("The TPM at swtpm:path=/nonexistent cannot be opened", run.Output);
        await File.AppendAllTextAsync(folder["agent.conf"], "ATTEST_AGENT_PINS=x\n");
        CommandRun misspelt = await CommandRun.Of("attest-agent", "status", "--config", folder["agent.conf"]);
        Assert.Equal(2, misspelt.ExitCode);
        Assert.Contains("ATTEST_AGENT_PINS", misspelt.Error);
    }

    /// <summary>A server that answers with more than any verifier says, byte by byte without an end.</summary>
    [Fact]
    public async Task AnAnswerWithoutAnEndIsCutOff()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task flood = FloodAsync(listener);
        using var client = new VerifierClient(new VerifierOptions { Address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/") });
        VerifierFailure cut = await Assert.ThrowsAsync<VerifierFailure>(() => client.OpenAsync(CancellationToken.None));
        Assert.Contains("answers with more than", cut.Message);
        listener.Stop();
        await flood;
    }

    private static async Task FloodAsync(TcpListener listener)
    {
        using TcpClient peer = await listener.AcceptTcpClientAsync();
        await using NetworkStream stream = peer.GetStream();
        await stream.WriteAsync("HTTP/1.1 201 Created\r\nContent-Type: application/json\r\n\r\n"u8.ToArray());
        var piece = new byte[64 << 10];
        try
        {
            while (true)
                await stream.WriteAsync(piece);
        }
        catch (IOException)
        {
            // the agent hung up, as it should
        }
    }

    private string PinOf(string whose)
    {
        using ECDsa other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        ECDsa key = whose switch { "server" => serverKey, "root" => rootKey, _ => other };
        return "sha256/" + Convert.ToBase64String(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));
    }
}
