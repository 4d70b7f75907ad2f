using System.Text.Json;
using System.Text.Json.Nodes;
using Attestation.SystemTests.Verifier;

namespace Attestation.SystemTests.Factory.Ownership;

/// <summary>docs/ownership.md, command by command: made, sold, handed on, returned, admitted, decommissioned.</summary>
public sealed class OwnershipCommandTests
{
    [Fact]
    public async Task TheWholeLifeOfADevice()
    {
        await using SoldDevice sold = await SoldDevice.MakeAsync();
        await using VerifierProcess customer = await sold.VerifierAsync("customer");
        foreach (string corim in new[] { "release/release.corim", "lot.corim" })
            await LiveWorld.SubmitAsync(customer, File.ReadAllBytes(sold[corim]));
        Assert.Equal("affirming", (await sold.AppraiseAsync(customer)).Status); // knows neither the CA nor the line
        await sold.Good("owner", "new", "--out", sold["first.pem"]);
        await sold.Good("owner", "new", "--out", sold["second.pem"], "--alg", "ed25519");

        // sold: the manufacturer's own verifier lets go
        JsonNode transfer = await Changed(sold, "transfer", "--ueid", sold.Ueid, "--key", sold["firmware.pem"], "--to", sold["first.pem.pub.pem"], "--to-name", "First Customer");
        Assert.Equal(("rotate", 1, 3), ((string)transfer["action"]!, (int)transfer["counter"]!, transfer["keys"]!.AsArray().Count));
        CommandRun revoked = await CommandRun.Of("attest", "devices", "revoke", sold.Ueid, "--reason", "sold", "--verifier", sold.Manufacturer.Address.ToString());
        Assert.True(revoked.ExitCode == 0, revoked.Error);
        Assert.Contains("appraisal.revoked", (await sold.AppraiseAsync(sold.Manufacturer)).Codes);
        Assert.Equal("affirming", (await sold.AppraiseAsync(customer)).Status);

        // handed on: signed where the owner's key is, carried out where the device is
        await sold.Good("transfer", "--ueid", sold.Ueid, "--counter", "2", "--key", sold["first.pem"], "--to", sold["second.pem.pub.pem"], "--out", sold["authorisation.cose"]);
        await Changed(sold, "transfer", "--authorisation", sold["authorisation.cose"], "--signer", sold["first.pem.pub.pem"], "--to", sold["second.pem.pub.pem"]);
        CommandRun late = await sold.ChangeAsync("transfer", "--key", sold["first.pem"]); // the former owner
        Assert.Equal(1, late.ExitCode);

        // returned and admitted
        await Changed(sold, "rma", "return", "--key", sold["firmware.pem"]);
        Assert.Contains("dice.layer.mode.recovery", (await sold.AppraiseAsync(customer)).Codes);
        await Changed(sold, "rma", "admit", "--key", sold["firmware.pem"], "--to", sold["first.pem.pub.pem"], "--to-name", "First Customer");
        Assert.Equal("affirming", (await sold.AppraiseAsync(customer)).Status);

        // ended
        JsonNode ended = await Changed(sold, "decommission", "--key", sold["first.pem"]);
        Assert.Empty(ended["keys"]!.AsArray());
        CommandRun shown = await sold.Good("owner", "show", sold["device.owners"], "--record-key", sold["ca/corim.pub.pem"]);
        Assert.StartsWith($"{sold.Ueid}: decommissioned\n", shown.Output, StringComparison.Ordinal);
        Assert.Equal(5, shown.Output.Split("carried out").Length - 1);
    }

    [Fact]
    public async Task AnAuthorisationForAnotherDeviceOrActionIsRefused()
    {
        using var folder = new TemporaryFolder();
        foreach (string key in new[] { "owner.pem", "keeper.pem" })
            Assert.Equal(0, (await CommandRun.Of("attest-factory", "owner", "new", "--out", folder[key])).ExitCode);
        string ueid = "01" + new string('a', 64);
        CommandRun written = await CommandRun.Of("attest-factory", "decommission", "--ueid", ueid, "--counter", "7", "--key", folder["owner.pem"], "--out", folder["end.cose"], "--json");
        using JsonDocument said = JsonDocument.Parse(written.Output);
        Assert.Equal((ueid, 7), (said.RootElement.GetProperty("ueid").GetString(), said.RootElement.GetProperty("counter").GetInt32()));
        CommandRun nobody = await CommandRun.Of("attest-factory", "decommission", "--ueid", ueid, "--key", folder["owner.pem"], "--record", folder["r"], "--record-key", folder["keeper.pem"], "--tcp", "127.0.0.1:1");
        Assert.Equal(3, nobody.ExitCode);
        Assert.Contains("factory.device-source", nobody.Error);
        Assert.False(File.Exists(folder["r"]));
    }

    [Theory]
    [InlineData("nowhere to", "--out", "--ueid", "01", "--key", "k")]
    [InlineData("no key", "--key", "--ueid", "01", "--out", "a", "--counter", "1")]
    [InlineData("no counter", "--counter", "--ueid", "01", "--key", "k", "--out", "a")]
    [InlineData("a line without a record", "--record", "--ueid", "01", "--key", "k", "--tcp", "127.0.0.1:1")]
    [InlineData("a UEID that is none", "factory.owner-unfit", "--ueid", "01", "--key", "k", "--out", "a", "--counter", "1")]
    public async Task WrongUseIsTold(string description, string says, params string[] arguments)
    {
        CommandRun run = await CommandRun.Of("attest-factory", ["transfer", .. arguments]);
        Assert.True(run.ExitCode == 2, description);
        Assert.Contains(says, run.Error);
    }

    private static async Task<JsonNode> Changed(SoldDevice sold, params string[] arguments)
    {
        CommandRun run = await sold.ChangeAsync(arguments);
        Assert.True(run.ExitCode == 0, $"{string.Join(' ', arguments)}: {run.Error}");
        JsonNode said = JsonNode.Parse(run.Output)!;
        Assert.True((bool)said["carriedOut"]!);
        return said;
    }
}
