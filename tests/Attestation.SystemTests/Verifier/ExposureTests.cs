using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Attestation.Formats.Ear;
using Attestation.Simulator.Boards;
using Attestation.Simulator.Verifiers;
using Attestation.Simulator.Worlds;

namespace Attestation.SystemTests.Verifier;

/// <summary>The attested device gets codes; what would have been accepted is the operator's to read.</summary>
public sealed class ExposureTests
{
    [Theory]
    [InlineData("codes, by default", new string[0], false)]
    [InlineData("codes, when asked for", new[] { "--result-findings", "codes" }, false)]
    [InlineData("everything, when asked for", new[] { "--result-findings", "full" }, true)]
    public async Task AResultTellsAsMuchAsTheOperatorSays(string what, string[] options, bool full)
    {
        using var live = new LiveWorld();
        using WorldDevice device = live.World.NewDevice("d", CryptoSuite.Default, live.World.Current);
        await using VerifierProcess verifier = await live.StartAsync(options);
        await LiveWorld.SubmitAsync(verifier, live.World.Current.Corim);
        await LiveWorld.SubmitAsync(verifier, device.Made.Endorsement);
        device.Board.Lock = LockState.Debug;
        using BootedBoard running = device.Board.Boot();
        (Uri session, byte[] nonce) = await verifier.OpenAsync();
        using HttpResponseMessage answer = await verifier.PostAsync(session.ToString(), running.Attest(nonce), BootedBoard.EvidenceMediaType);
        string body = await answer.Content.ReadAsStringAsync();
        JsonElement document = JsonElement.Parse(body);
        Assert.True(UnverifiedEar.TryParseJwt(document.GetProperty("result").GetString()!, out UnverifiedEar? ear, out _));
        Assert.True(ear.Verify(await ResultTests.PublishedKey(verifier), out EarClaims? claims, out _));
        EarFinding[] findings = [.. claims.Submodules["device"].Findings];
        Assert.Equal(full ? 2 : 1, findings.Length); // two layers, one code
        Assert.All(findings, f => Assert.Equal(("dice.layer.mode.debug", full, full), (f.Code, f.Where is not null, f.Expected is not null)));
        string shown = await verifier.Client.GetStringAsync(session);
        Assert.Equal(document.GetProperty("result").GetString(), JsonElement.Parse(shown).GetProperty("result").GetString());
        string id = Assert.Single(answer.Headers.GetValues("Attestation-Appraisal"));
        JsonElement stored = JsonElement.Parse(await verifier.Client.GetStringAsync($"api/v1/appraisals/{id}"));
        Assert.True(stored.GetProperty("findings")[0].TryGetProperty("expected", out _), what);
    }

    [Fact]
    public async Task ReadingNeedsTheTokenWhereThereIsOne()
    {
        using var live = new LiveWorld();
        using var folder = new TemporaryFolder();
        const string Token = "a token of enough length";
        await File.WriteAllTextAsync(folder["token"], Token);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder["token"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await using VerifierProcess verifier = await live.StartAsync("--api-token-file", folder["token"]);
        foreach (string path in (string[])["api/v1/devices", "api/v1/devices/00", "api/v1/appraisals/00"])
            Assert.Equal("http.unauthorized", await Requests.CodeAsync(verifier.Client.GetAsync(path)));
        verifier.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        using HttpResponseMessage devices = await verifier.Client.GetAsync("api/v1/devices");
        Assert.Equal(HttpStatusCode.OK, devices.StatusCode);
        Assert.Equal("http.not-found", await Requests.CodeAsync(verifier.Client.GetAsync("api/v1/appraisals/00")));
        using var stranger = VerifierClient.For(verifier.Address);
        using WorldDevice device = live.World.NewDevice("d", CryptoSuite.Default, live.World.Current);
        using BootedBoard running = device.Board.Boot();
        VerifierSession session = await stranger.OpenAsync(CancellationToken.None);
        VerifierAnswer answer = await stranger.SubmitAsync(session, running.Attest(session.Nonce), BootedBoard.EvidenceMediaType, CancellationToken.None);
        Assert.NotNull(answer.Result); // attesting needs no token,
        Assert.Null(answer.Document); // and does not open the operators' view
    }
}
