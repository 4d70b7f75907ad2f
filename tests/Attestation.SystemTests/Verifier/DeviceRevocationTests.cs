using System.Text;
using System.Text.Json;
using Attestation.Simulator.Boards;
using Attestation.Simulator.Worlds;

namespace Attestation.SystemTests.Verifier;

/// <summary>A device changes hands: its former owner's verifier must not affirm it any more. docs/verifier-api.md, appraisals and devices.</summary>
public sealed class DeviceRevocationTests
{
    [Fact]
    public async Task ARevokedDeviceIsRefusedUntilItIsRestoredAlsoAfterKill()
    {
        using var live = new LiveWorld();
        using WorldDevice device = live.World.NewDevice("sold", CryptoSuite.Default, live.World.Current);
        using WorldDevice other = live.World.NewDevice("kept", CryptoSuite.Default, live.World.Current);
        string ueid = Convert.ToHexStringLower(device.Made.Ueid);
        await using (VerifierProcess verifier = await live.StartAsync())
        {
            await LiveWorld.SubmitAsync(verifier, live.World.Current.Corim);
            Assert.Equal("affirming", Status(await LiveWorld.AttestAsync(verifier, device.Board)));
            JsonElement revoked = await RevokeAsync(verifier, ueid, "sold on");
            Assert.Equal(ueid[2..], revoked.GetProperty("device").GetString());
            Assert.Equal(["appraisal.revoked"], Codes(await LiveWorld.AttestAsync(verifier, device.Board)));
            await verifier.KillAsync();
        }
        await using VerifierProcess again = await live.StartAsync();
        await LiveWorld.SubmitAsync(again, device.Made.Endorsement); // endorsed anew: an operator's word outweighs it
        Assert.Equal("contraindicated", Status(await LiveWorld.AttestAsync(again, device.Board)));
        Assert.Equal("affirming", Status(await LiveWorld.AttestAsync(again, other.Board)));
        JsonElement known = JsonElement.Parse(await again.Client.GetStringAsync($"api/v1/devices/{ueid}"));
        Assert.Equal("sold on", known.GetProperty("revocation").GetProperty("reason").GetString());

        using HttpResponseMessage restored = await again.Client.DeleteAsync($"api/v1/devices/{ueid}/revocation");
        Assert.False(JsonElement.Parse(await restored.Content.ReadAsStringAsync()).TryGetProperty("revocation", out _));
        Assert.Equal("affirming", Status(await LiveWorld.AttestAsync(again, device.Board)));
    }

    [Fact]
    public async Task ADeviceIsRevokedBeforeItsEndorsementComesAndListed()
    {
        using var live = new LiveWorld();
        using WorldDevice device = live.World.NewDevice("early", CryptoSuite.Default, live.World.Current);
        await using VerifierProcess verifier = await live.StartAsync();
        string ueid = Convert.ToHexStringLower(device.Made.Ueid), id = ueid[2..];
        Assert.Equal("http.not-found", await Requests.CodeAsync(PostAsync(verifier, ueid, "{\"reason\":\"x\"}"))); // nobody said yet which key that is
        await RevokeAsync(verifier, id, "never shipped");
        await LiveWorld.SubmitAsync(verifier, live.World.Current.Corim);
        await LiveWorld.SubmitAsync(verifier, device.Made.Endorsement);
        Assert.Equal(["appraisal.revoked"], Codes(await LiveWorld.AttestAsync(verifier, device.Board)));
        await RevokeAsync(verifier, ueid, "by its endorsed name");
        JsonElement list = JsonElement.Parse(await verifier.Client.GetStringAsync("api/v1/revocations"));
        JsonElement only = Assert.Single(list.GetProperty("revocations").EnumerateArray());
        Assert.Equal((id, "by its endorsed name"), (only.GetProperty("device").GetString(), only.GetProperty("revocation").GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task AUeidOfTwoKeysRevokesNeitherAndNamesBoth()
    {
        using var live = new LiveWorld();
        using WorldDevice device = live.World.NewDevice("copied", CryptoSuite.Default, live.World.Current);
        await using VerifierProcess verifier = await live.StartAsync();
        string ueid = Convert.ToHexStringLower(device.Made.Ueid), id = ueid[2..], copy = new('c', 64);
        await LiveWorld.SubmitAsync(verifier, live.World.Current.Corim);
        await LiveWorld.AttestAsync(verifier, device.Board);
        Database.Execute(live.Database, $"INSERT INTO devices VALUES ('{copy}', '{ueid}', NULL, NULL, 0, 9999999999999, 2, 'a0', NULL, 1)"); // judged last
        using HttpResponseMessage answer = await PostAsync(verifier, ueid, "{\"reason\":\"key extracted\"}");
        JsonElement problem = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal((409, "revocation.ambiguous"), ((int)answer.StatusCode, problem.GetProperty("code").GetString()));
        Assert.Equal(new[] { id, copy }.Order(StringComparer.Ordinal), problem.GetProperty("detail").GetString()!.Split(", "));
        JsonElement list = JsonElement.Parse(await verifier.Client.GetStringAsync("api/v1/revocations"));
        Assert.Empty(list.GetProperty("revocations").EnumerateArray());
        await RevokeAsync(verifier, id, "key extracted");
        Assert.Equal(["appraisal.revoked"], Codes(await LiveWorld.AttestAsync(verifier, device.Board)));
    }

    [Theory]
    [InlineData("another member", "{\"why\":\"stolen\"}", "revocation.request")]
    [InlineData("no reason", "{\"reason\":\"\"}", "revocation.request")]
    [InlineData("no JSON", "stolen", "revocation.request")]
    public async Task ARequestThatIsNoneIsRefused(string description, string body, string code)
    {
        using var live = new LiveWorld();
        await using VerifierProcess verifier = await live.StartAsync();
        Assert.Equal(code, await Requests.CodeAsync(PostAsync(verifier, new string('0', 64), body)));
    }

    private static async Task<JsonElement> RevokeAsync(VerifierProcess verifier, string device, string reason)
    {
        using HttpResponseMessage answer = await PostAsync(verifier, device, JsonSerializer.Serialize(new { reason }));
        Assert.Equal(200, (int)answer.StatusCode);
        JsonElement document = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(reason, document.GetProperty("revocation").GetProperty("reason").GetString());
        return document;
    }

    private static Task<HttpResponseMessage> PostAsync(VerifierProcess verifier, string device, string body) =>
        verifier.PostAsync($"api/v1/devices/{device}/revocation", Encoding.UTF8.GetBytes(body), "application/json");

    private static string Status(JsonElement appraisal) => appraisal.GetProperty("status").GetString()!;

    private static string[] Codes(JsonElement appraisal) => [.. appraisal.GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("code").GetString()!)];
}
