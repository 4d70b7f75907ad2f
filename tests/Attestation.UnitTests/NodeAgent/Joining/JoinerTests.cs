using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Attestation.Formats.Reasons;
using Attestation.NodeAgent.Joining;
using Attestation.NodeAgent.Verifiers;

namespace Attestation.UnitTests.NodeAgent.Joining;

/// <summary>A join behind the verdict: what is asked, what is written, what is told where it does not come to its end.</summary>
public sealed class JoinerTests
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task ATokenBringsTheCertificate()
    {
        await using JoinSite site = await JoinSite.StartAsync();
        site.Decide = (request, looks) =>
        {
            if (looks > 0)
                site.Issue(request);
        };
        KubeletCertificate certificate = (await JoinAsync(site))!;
        Assert.Equal(JoinSite.Node, certificate.Node);
        JsonObject request = Assert.Single(site.Requests).Value.Request;
        Assert.Equal("kubernetes.io/kube-apiserver-client-kubelet", request["spec"]!["signerName"]!.GetValue<string>());
        Assert.Equal(["digital signature", "key encipherment", "client auth"], request["spec"]!["usages"]!.AsArray().Select(u => u!.GetValue<string>()));
        Assert.Equal(certificate.Serial, site.Files.Certificate()!.Serial);
        using KubeletKey? key = site.Files.Key();
        Assert.Equal(certificate.KeyHash, key!.Hash);
        Assert.Null(site.State.NextKey.Hash());
        Assert.Null(await BeginAsync(site, JoinWish.WhatIsDue));
        Assert.DoesNotContain(JoinSite.Token, site.Log.ToString());
        Assert.DoesNotContain(JoinSite.Token, string.Concat(Directory.EnumerateFiles(site.Folder.Path, "*", SearchOption.AllDirectories).Select(File.ReadAllText)));
    }

    [Fact]
    public async Task TheGateCanGiveTheCertificateItself()
    {
        await using JoinSite site = await JoinSite.StartAsync(JoinKind.ClientCertificate);
        KubeletCertificate certificate = (await JoinAsync(site))!;
        Assert.Equal(certificate.Serial, site.Files.Certificate()!.Serial);
        Assert.Empty(site.Requests);
        KubeletCertificate renewed = (await JoinAsync(site, JoinWish.Renew))!;
        Assert.NotEqual(certificate.KeyHash, renewed.KeyHash);
        Assert.Equal(2, site.Asked.Count);
    }

    [Fact]
    public async Task ARenewalAsksWithTheOldCertificateForANewKey()
    {
        await using JoinSite site = await JoinSite.StartAsync();
        KubeletCertificate first = (await JoinAsync(site))!;
        string? shown = null;
        site.Takes = (token, certificate) => token is null && (shown = certificate?.SerialNumber) is not null;
        KubeletCertificate second = (await JoinAsync(site, JoinWish.Renew))!;
        Assert.Equal(first.Serial, shown);
        Assert.NotEqual(first.KeyHash, second.KeyHash);
        Assert.Equal(second.Serial, site.Files.Certificate()!.Serial);
        Assert.Single(site.Asked);
        Assert.Equal(2, site.Requests.Count);
    }

    /// <summary>The cluster got another authority, say. (The real API server takes certificates by its own clock and authority only.)</summary>
    [Fact]
    public async Task ACertificateThatTheApiServerDoesNotTakeIsReplacedFromTheGate()
    {
        await using JoinSite site = await JoinSite.StartAsync();
        await JoinAsync(site);
        site.Takes = (token, _) => token is not null;
        JoinFailure failure = await Assert.ThrowsAsync<JoinFailure>(() => JoinAsync(site, JoinWish.Renew));
        Assert.Equal((JoinReasons.Cluster, true), (failure.Reason, failure.IsOfEarlierRun));
        using JoinTask? task = await BeginAsync(site, JoinWish.Renew);
        Assert.Equal(JoinNeed.Join, task!.Need);
        Assert.NotNull(await JoinAsync(site));
        Assert.Equal(2, site.Asked.Count);
    }

    [Fact]
    public async Task ATokenThatWasUsedUpIsReplacedWhileWeWait()
    {
        await using JoinSite site = await JoinSite.StartAsync();
        int taken = 0;
        site.Takes = (_, _) => ++taken != 2; // filed with the first token, which is gone when the request is looked at
        Assert.NotNull(await JoinAsync(site));
        Assert.Equal(2, site.Asked.Count);
        Assert.Single(site.Requests);
    }

    [Fact]
    public async Task ATokenThatTheApiServerDoesNotKnowYetIsShownAgain()
    {
        await using JoinSite site = await JoinSite.StartAsync();
        int shown = 0;
        site.Takes = (_, _) => ++shown > 2;
        Assert.NotNull(await JoinAsync(site));
        Assert.Single(site.Asked);
    }

    [Fact]
    public async Task AGateThatHasNotReadTheVerifierYetIsAskedAgain()
    {
        await using JoinSite site = await JoinSite.StartAsync();
        site.Gate = asked => site.Asked.Count < 2 ? (503, JoinSite.Problem("gate.verifier.unknown")) : (200, site.Credential(asked));
        Assert.NotNull(await JoinAsync(site));
        Assert.Equal(2, site.Asked.Count);
    }

    [Fact]
    public async Task AGateThatDoesNotHaveTheVerdictYetIsAskedAgain()
    {
        await using JoinSite site = await JoinSite.StartAsync();
        site.Gate = asked => site.Asked.Count < 3 ? (403, JoinSite.Problem("gate.verdict.missing")) : (200, site.Credential(asked));
        Assert.NotNull(await JoinAsync(site));
        Assert.Equal(3, site.Asked.Count);
    }

    [Theory]
    [InlineData("no authority that the system knows", false, null, false)]
    [InlineData("the key of another is pinned", true, "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", false)]
    [InlineData("its own authority is pinned", true, "own", true)]
    public async Task OnlyTheRightGateIsAsked(string what, bool hasAuthority, string? pin, bool isAsked)
    {
        await using JoinSite site = await JoinSite.StartAsync();
        VerifierOptions gate = site.Join.Gate with
        {
            AuthorityFile = hasAuthority ? site.Folder["ca.pem"] : null,
            Pins = pin is null ? [] : [KeyPin.Parse(pin == "own" ? site.AuthorityPin : pin)],
        };
        using var client = new GateClient(gate);
        using var secrets = new SecretsKey();
        Task Ask() => client.TokenAsync(JoinSite.Node, secrets, CancellationToken.None);
        if (isAsked)
            await Ask();
        else
            Assert.Equal(JoinReasons.GateUnreachable, (await Assert.ThrowsAsync<JoinFailure>(Ask)).Reason);
        Assert.True(isAsked == !site.Asked.IsEmpty, what);
    }

    [Fact]
    public async Task ADeniedRequestCostsItsKeyAndTellsTheGatesReason()
    {
        await using JoinSite site = await JoinSite.StartAsync();
        site.Decide = (request, _) => JoinSite.Conclude(request, "Denied", "gate.csr.key");
        JoinFailure denied = await Assert.ThrowsAsync<JoinFailure>(() => JoinAsync(site));
        Assert.Equal((JoinReasons.Denied, "gate.csr.key", false, 1), (denied.Reason, denied.Because, denied.IsOfEarlierRun, denied.ExitCode));
        Assert.Contains("What the gate says.", denied.Message);
        Assert.Null(site.State.NextKey.Hash());
        site.Decide = (request, _) => site.Issue(request);
        Assert.NotNull(await JoinAsync(site));
        Assert.Equal(2, site.Requests.Count);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task OnlyATokenForAKubeletThatAsksItself()
    {
        await using JoinSite site = await JoinSite.StartAsync();
        Assert.Null(await JoinAsync(site, JoinWish.TokenOnly));
        Assert.Empty(site.Requests);
        Assert.Equal(JoinSite.Token + "\n", File.ReadAllText(site.Files.Token));
        Assert.Contains(JoinSite.Token, File.ReadAllText(site.Files.BootstrapConfig));
        using KubeletKey first = KubeletKey.TryRead(File.ReadAllBytes(site.Files.FirstKey))!;
        Assert.Equal(first.Hash, new JoinKeys(site.Folders, site.Join).Bound());
        Assert.All((string[])[site.Files.Token, site.Files.BootstrapConfig, site.Files.FirstKey],
            path => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path)));
        Assert.Null(await BeginAsync(site, JoinWish.WhatIsDue)); // the kubelet's turn

        KubeletCertificate certificate = KubeletCertificate.TryRead(site.Sign(first.Request(JoinSite.Node)))!;
        site.Files.Install(certificate, first, DateTimeOffset.UtcNow); // as the kubelet does
        Assert.Null(await BeginAsync(site, JoinWish.WhatIsDue));
        Assert.Null(site.State.NextKey.Hash());
        Assert.All((string[])[site.Files.Token, site.Files.BootstrapConfig, site.Files.FirstKey], path => Assert.False(File.Exists(path)));
        Assert.Equal(certificate.KeyHash, new JoinKeys(site.Folders, site.Join).Bound());
    }

    [Theory]
    [InlineData("a certificate for another name", "CN=system:node:other, O=system:nodes")]
    [InlineData("one of another organisation", "CN=system:node:worker-1, O=system:masters")]
    [InlineData("one with two", "CN=system:node:worker-1, O=system:nodes, O=system:masters")]
    public async Task AnotherCertificateThanAskedForIsNotUsed(string what, string subject)
    {
        await using JoinSite site = await JoinSite.StartAsync();
        site.Decide = (request, _) => site.Issue(request, subject);
        JoinFailure failure = await Assert.ThrowsAsync<JoinFailure>(() => JoinAsync(site));
        Assert.True(failure.Reason == JoinReasons.Certificate, what);
        Assert.Null(site.Files.Certificate());
    }

    [Theory]
    [InlineData("another node's message", "node")]
    [InlineData("no address of a cluster", "server")]
    [InlineData("plain http", "http")]
    [InlineData("no authority", "ca")]
    [InlineData("no token", "token")]
    [InlineData("another kind", "kind")]
    [InlineData("a changed message", "jwe")]
    [InlineData("no message", "none")]
    public async Task AnAnswerThatIsNoCredentialIsTold(string what, string defect)
    {
        await using JoinSite site = await JoinSite.StartAsync();
        site.Gate = asked => (200, Spoiled(site, asked, defect));
        JoinFailure failure = await Assert.ThrowsAsync<JoinFailure>(() => JoinAsync(site));
        Assert.True(failure.Reason == JoinReasons.Credential, $"{what}: {failure.Message}");
        Assert.Empty(site.Requests);
        Assert.NotNull(site.State.NextKey.Hash()); // the next attempt goes on with it
    }

    internal static async Task<KubeletCertificate?> JoinAsync(JoinSite site, JoinWish wish = JoinWish.WhatIsDue, TimeSpan? wait = null)
    {
        using JoinTask? task = await BeginAsync(site, wish);
        Assert.NotNull(task);
        using Joiner joiner = site.Joiner();
        return await joiner.CompleteAsync(task, JoinSite.Node, wait ?? Wait, CancellationToken.None);
    }

    private static Task<JoinTask?> BeginAsync(JoinSite site, JoinWish wish) => site.Preparation().BeginAsync(wish, CancellationToken.None);

    private static JsonObject Spoiled(JoinSite site, JsonObject asked, string defect)
    {
        if (defect == "node")
            asked["node"] = "worker-2";
        JsonObject answer = site.Credential(asked, content =>
        {
            if (defect == "http")
                content["server"] = "http://127.0.0.1/";
            else
                content.Remove(defect);
        });
        switch (defect)
        {
            case "kind":
                answer["kind"] = "client-certificate";
                break;
            case "jwe":
                string[] parts = answer["jwe"]!.GetValue<string>().Split('.');
                parts[3] = (parts[3][0] == 'A' ? 'B' : 'A') + parts[3][1..];
                answer["jwe"] = string.Join('.', parts);
                break;
            case "none":
                answer.Remove("jwe");
                break;
        }
        return answer;
    }
}
