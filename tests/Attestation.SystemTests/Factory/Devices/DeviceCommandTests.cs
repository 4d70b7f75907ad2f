using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Attestation.Dice.Evidence;
using Attestation.Factory.Authorities;
using Attestation.Factory.Endorsements;
using Attestation.Formats.Keys;
using Attestation.SystemTests.Factory.Line;

namespace Attestation.SystemTests.Factory.Devices;

/// <summary>The real commands from a built release to judged evidence, with a virtual board between them, and a station in another language that was written
/// from docs/formats/device-protocol.md alone.</summary>
public sealed class DeviceCommandTests : IDisposable
{
    private const string Program = "attest-factory";

    private static readonly string Nonce = Convert.ToHexStringLower(SHA256.HashData("nonce"u8));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task FromAReleaseToAnUpdatedDeviceWhoseEvidenceIsAffirmed()
    {
        await ReleaseAsync();
        using SimulatedDevices devices = await SimulatedDevices.StartAsync("--release", _folder["1"], "--seed", "3");
        string[] at = ["--tcp", devices.Endpoint];
        Assert.Equal("blank", (string)(await Json("device", ["hello", .. at]))["state"]!);

        JsonNode met = await OtherStationAsync(devices.Endpoint, "stay");
        Endorse((string)met["udsPublicKey"]!);
        JsonNode hello = await Json("device", ["hello", .. at]);
        Assert.Equal(("locked", "normal", "1.0.0"), ((string)hello["state"]!, (string)hello["mode"]!, (string)hello["firmware"]!));
        await Json("device", ["challenge", .. at, "--nonce", Nonce, "--out", _folder["evidence.1"]]);
        Assert.Equal(0, await AppraiseAsync("evidence.1", "1"));
        Assert.Equal(1, await AppraiseAsync("evidence.1", "2"));

        JsonNode update = await Json("device", ["update", .. at, _folder["2"], "--restart"]);
        Assert.Equal((true, 0, 0), ((bool)update["onTrial"]!, (int)update["hadAlready"]!, (int)update["rollbackCounter"]!));
        await Json("device", ["challenge", .. at, "--nonce", Nonce, "--out", _folder["evidence.2"]]);
        Assert.Equal(0, await AppraiseAsync("evidence.2", "2"));
        Assert.Equal(2, (int)(await Json("device", ["confirm", .. at]))["rollbackCounter"]!);

        CommandRun older = await CommandRun.Of(Program, ["device", "update", .. at, _folder["1"]]);
        Assert.Equal(1, older.ExitCode);
        Assert.Contains("device.manifest-svn", older.Error);
        Assert.False((bool)(await Json("device", ["status", .. at]))["onTrial"]!);
    }

    [Fact]
    public async Task AStationThatWasWrittenFromTheDocumentAlone()
    {
        await ReleaseAsync();
        using SimulatedDevices devices = await SimulatedDevices.StartAsync("--release", _folder["1"], "--seed", "4");
        JsonNode met = await OtherStationAsync(devices.Endpoint);
        Assert.Equal(("esp32-s3", 3, 1, "1.0.0"), ((string)met["board"]!, (int)met["state"]!, (int)met["mode"]!, (string)met["version"]!));
        Assert.True((bool)met["damagedIsTold"]! && (bool)met["staleIsTold"]!);
        Assert.Equal(41, (int)met["unknownIs"]!);
        Assert.All(met["locks"]!.AsObject(), inForce => Assert.Equal(1, (int)inForce.Value!));
        File.WriteAllBytes(_folder["evidence"], Convert.FromHexString((string)met["evidence"]!));
        Endorse((string)met["udsPublicKey"]!);
        Assert.Equal(0, await AppraiseAsync("evidence", "1"));
        Assert.Contains("1 devices left", await devices.EndAsync());
    }

    [Theory]
    [InlineData("no place", 2, "--tcp HOST:PORT or --tty PATH", "device", "hello")]
    [InlineData("two places", 2, "--tcp HOST:PORT or --tty PATH", "device", "hello", "--tcp", "127.0.0.1:1", "--tty", "/dev/null")]
    [InlineData("a nonce that is too short", 2, "8 to 64 bytes", "device", "challenge", "--tcp", "127.0.0.1:1", "--nonce", "00", "--out", "x")]
    [InlineData("nobody there", 3, "factory.device-source", "device", "hello", "--tcp", "127.0.0.1:1")]
    [InlineData("no port that exists", 3, "factory.device-source", "device", "hello", "--tty", "/dev/no-such-port")]
    [InlineData("no terminal", 3, "factory.device-source", "device", "hello", "--tty", "/dev/null")]
    public async Task WrongUseAndAbsentDevicesAreTold(string description, int exitCode, string says, params string[] arguments)
    {
        CommandRun run = await CommandRun.Of(Program, arguments);
        Assert.True(run.ExitCode == exitCode, $"{description}: {run.ExitCode} {run.Error}");
        Assert.Contains(says, run.Error);
        Assert.DoesNotContain("   at ", run.Error);
    }

    private async Task ReleaseAsync()
    {
        await Json("ca", ["new", "--out", _folder["ca"], "--name", "Example Devices"]);
        await Json("key", ["new", "--out", _folder["firmware.pem"]]);
        foreach (string version in new[] { "1", "2" })
        {
            await Json("release", ["build", "--board", "esp32-s3", "--vendor", "Example Devices", "--model", "edge-1", "--version", version + ".0.0", "--svn", version,
                "--resident-version", "1.0.0", "--resident-svn", "1", "--resident", "0x10000=" + Image("nanoCLR.bin", "interpreter"), "--resident", "0x1B0000=" + Image("boot.bin", "boot"),
                "--layer", "app=" + Image("app.pe", "application " + version) + "," + Image("lib.pe", new string('l', 5000)), "--board-configuration", Image("board", "configuration"),
                "--key", _folder["ca/corim.key.pem"], "--firmware-key", _folder["firmware.pem"], "--out", _folder[version]]);
        }
    }

    /// <summary>What a line does with a device that keeps no certificate: its key becomes known, and of which class it is.</summary>
    private void Endorse(string udsPublicKey)
    {
        byte[] raw = Convert.FromHexString(udsPublicKey);
        Assert.True(VerificationKey.TryFromPoint(KeyKind.P256, raw, out VerificationKey key, out _));
        using ManufacturerCa ca = ManufacturerCa.Load(_folder["ca"]);
        File.WriteAllBytes(_folder["endorsement.corim"], DeviceEndorsement.Write("Example Devices", "edge-1", DeviceUeid.FromUdsPublicKey(raw), key, ca.CorimKey));
        File.WriteAllText(_folder["uds.hex"], udsPublicKey);
    }

    private async Task<int> AppraiseAsync(string evidence, string release) => (await CommandRun.Of("attest", "appraise", "--evidence", _folder[evidence], "--nonce", Nonce,
        "--corim", _folder[release + "/release.corim"], "--corim", _folder["endorsement.corim"], "--corim-key", _folder["ca/corim.pub.pem"], "--anchor", _folder["uds.hex"])).ExitCode;

    private async Task<JsonNode> OtherStationAsync(params string[] arguments)
    {
        using Process python = Process.Start(new ProcessStartInfo("python3", [CommandRun.Local("device_protocol.py"), arguments[0], Nonce, .. arguments[1..]])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> error = python.StandardError.ReadToEndAsync();
        string said = await python.StandardOutput.ReadToEndAsync();
        await python.WaitForExitAsync();
        Assert.True(python.ExitCode == 0, await error);
        return JsonNode.Parse(said)!;
    }

    private static async Task<JsonNode> Json(string group, string[] arguments)
    {
        CommandRun run = await CommandRun.Of(Program, [group, .. arguments, "--json"]);
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonNode.Parse(run.Output)!;
    }

    private string Image(string name, string content)
    {
        File.WriteAllText(_folder[name], content);
        return _folder[name];
    }
}
