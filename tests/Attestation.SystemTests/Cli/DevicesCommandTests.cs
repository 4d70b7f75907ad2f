using System.Text.Json.Nodes;
using Attestation.Simulator.Boards;
using Attestation.Simulator.Worlds;
using Attestation.SystemTests.Verifier;

namespace Attestation.SystemTests.Cli;

/// <summary><c>attest devices</c> against a verifier that judged one.</summary>
public sealed class DevicesCommandTests
{
    [Fact]
    public async Task ADeviceIsListedRevokedShownAndRestored()
    {
        using var live = new LiveWorld();
        using WorldDevice device = live.World.NewDevice("sold", CryptoSuite.Default, live.World.Current);
        await using VerifierProcess verifier = await live.StartAsync();
        Assert.StartsWith("no device was judged", (await DevicesAsync(verifier)).Output, StringComparison.Ordinal);
        await LiveWorld.SubmitAsync(verifier, live.World.Current.Corim);
        await LiveWorld.AttestAsync(verifier, device.Board);
        string ueid = Convert.ToHexStringLower(device.Made.Ueid), id = ueid[2..];
        Assert.Matches($"\n{id[..20]}... +affirming +[0-9]+s ago +{World.Vendor} {World.Model}\n", (await DevicesAsync(verifier)).Output);

        CommandRun revoked = await DevicesAsync(verifier, "revoke", ueid, "--reason", "sold on");
        Assert.Equal((0, $"{id} is revoked: sold on\nits evidence is refused until: attest devices restore {id}\n"), (revoked.ExitCode, revoked.Output));
        await LiveWorld.AttestAsync(verifier, device.Board);
        CommandRun shown = await DevicesAsync(verifier, "show", id[..8]);
        Assert.StartsWith($"{id}: revoked\n", shown.Output, StringComparison.Ordinal);
        string explain = shown.Output.Split('\n')[^2].Trim().Split(' ')[2];
        Assert.Contains("appraisal.revoked", (await CommandRun.Of("attest", "explain", explain, "--verifier", verifier.Address.ToString())).Output, StringComparison.Ordinal);
        JsonNode list = JsonNode.Parse((await DevicesAsync(verifier, "--json")).Output)!["devices"]![0]!;
        Assert.Equal(("revoked", "contraindicated", "sold on"), ((string)list["word"]!, (string)list["status"]!, (string)list["revocation"]!));

        Assert.Equal($"{id} is no longer revoked; its next appraisal decides\n", (await DevicesAsync(verifier, "restore", id)).Output);
        Assert.Equal($"{id} was not revoked\n", (await DevicesAsync(verifier, "restore", ueid)).Output);
        Assert.Equal("affirming", (await LiveWorld.AttestAsync(verifier, device.Board)).GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("a UEID that nobody endorsed", "revoke", "01aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "--reason", "x")]
    [InlineData("a device that was never judged", "show", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("a beginning of no device", "show", "aaaaaaaaaa")]
    [InlineData("no hexadecimal", "restore", "unit-0001")]
    [InlineData("a revocation without a reason", "revoke", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task AWrongCommandEndsWithTwo(string what, params string[] arguments)
    {
        using var live = new LiveWorld();
        await using VerifierProcess verifier = await live.StartAsync();
        CommandRun run = await DevicesAsync(verifier, arguments);
        Assert.True((run.ExitCode, run.Output) == (2, ""), $"{what}: {run.ExitCode} {run.Output}");
        Assert.Contains("\nhint: ", run.Error, StringComparison.Ordinal);
    }

    private static Task<CommandRun> DevicesAsync(VerifierProcess verifier, params string[] arguments) =>
        CommandRun.Of("attest", ["devices", .. arguments, "--verifier", verifier.Address.ToString()]);
}
