using System.Diagnostics;
using System.Text.Json.Nodes;
using Attestation.UnitTests.Factory.Line;
using Attestation.UnitTests.Factory.Stations;

namespace Attestation.SystemTests.Factory.Line;

/// <summary>The real line is ended with SIGKILL, again and again, and started again with the same folder: each device once, none lost, and the lot verifies.</summary>
public sealed class LineKillTests
{
    private static readonly string[] Commands = ["hello", "write", "restart", "probe", "write-identity", "lock", "read-locks", "attest"];

    /// <summary>At every request of a device: before the device did it, after it did it, and after it answered, when the line goes on to its next durable step.</summary>
    [Theory]
    [InlineData("secret made by the factory", 1)]
    [InlineData("secret of two halves", 2)]
    [InlineData("no certificate on the device", 3)]
    public async Task AtEveryStepOfADevice(string description, int scheme)
    {
        await using LineHall hall = await LineHall.OpenAsync();
        var planned = new Dictionary<string, (string Command, AnswerMoment Moment)>();
        var devices = new List<BenchDevice>();
        foreach (string command in Commands)
        {
            foreach (AnswerMoment moment in Enum.GetValues<AnswerMoment>())
                planned[$"{planned.Count:d2}-{command}-{moment}"] = (command, moment);
        }
        Process? line = null;
        int kills = 0;
        hall.Responder.At = (device, command, moment) =>
        {
            if (!planned.TryGetValue(device, out var plan) || plan.Moment != moment || !command.StartsWith(plan.Command, StringComparison.Ordinal) || (plan.Command == "write" && command == "write-identity"))
                return;
            planned.Remove(device); // once each
            line!.Kill();
            line.WaitForExit();
            kills++;
        };
        devices.AddRange(planned.Keys.Select(name => hall.Present(name)));
        hall.Responder.NoMore();
        int all = planned.Count;

        int code;
        do
        {
            line = Start(hall.Line("--scheme", $"{scheme}", "--json"));
            await line.WaitForExitAsync();
            code = line.ExitCode;
        }
        while (code == 128 + 9);

        Assert.True(code == 0 && kills == all, $"{description}: exit code {code}, {kills} kills of {all}");
        Assert.All(devices, device => Assert.Equal(1, device.Programmed));
        await RequireGoodLot(hall.Lot, hall.Ca, all);
        Assert.Equal(all, File.ReadAllLines(Path.Combine(hall.Ca, "devices.txt")).Length);
        Assert.Equal(scheme == 3 ? all : 0, File.Exists(Path.Combine(hall.Ca, "approved.txt")) ? File.ReadAllLines(Path.Combine(hall.Ca, "approved.txt")).Length : 0);
    }

    /// <summary>At random instants, most of them in the middle of a device; the devices are the simulator's, which run the firmware, behind a port.</summary>
    [Fact]
    public async Task AtRandomInstants()
    {
        const int Devices = 40, Seed = 20261121;
        await using BoardHall hall = await BoardHall.OpenAsync();
        using SimulatedDevices devices = await SimulatedDevices.StartAsync("--count", $"{Devices}", "--seed", "5", "--release", hall.Release);
        var random = new Random(Seed);
        int kills = 0, code;
        do
        {
            using Process line = Start(hall.Line("--tcp", devices.Endpoint, "--count", $"{Devices}", "--json"));
            Task killed = KillAfter(line, hall.Lot, random.Next(0, 160));
            await line.WaitForExitAsync();
            code = line.ExitCode;
            await killed;
            kills += code == 128 + 9 ? 1 : 0;
        }
        while (code == 128 + 9);

        Assert.True(code == 0, $"exit code {code} after {kills} kills");
        Assert.True(kills >= 10, $"only {kills} kills");
        JsonNode lot = await RequireGoodLot(hall.Lot, hall.Ca, Devices);
        Assert.Equal(kills + 1, lot["sessions"]!.AsArray().Count);
        Assert.Equal(Devices, File.ReadAllLines(Path.Combine(hall.Ca, "devices.txt")).Length);
        Assert.Contains($"{Devices} devices left", await devices.EndAsync());
    }

    /// <summary>Counted from the line's first entry in the journal: what comes before takes longer than a device.</summary>
    private static async Task KillAfter(Process line, string lot, int milliseconds)
    {
        var journal = new FileInfo(Path.Combine(lot, "journal"));
        long before = journal.Exists ? journal.Length : 0;
        while (!line.HasExited && !(journal.Exists && journal.Length > before))
        {
            await Task.Delay(1);
            journal.Refresh();
        }
        await Task.Delay(milliseconds);
        if (!line.HasExited)
            line.Kill();
    }

    private static async Task<JsonNode> RequireGoodLot(string folder, string ca, int devices)
    {
        CommandRun closed = await CommandRun.Of("attest-factory", "lot", "close", folder, "--ca", ca, "--json");
        Assert.True(closed.ExitCode == 0, closed.Error);
        CommandRun verified = await CommandRun.Of("attest-factory", "lot", "verify", folder, "--ca-certificate", Path.Combine(ca, "ca.crt.pem"), "--corim-key", Path.Combine(ca, "corim.pub.pem"), "--json");
        Assert.True(verified.ExitCode == 0, verified.Error);
        JsonNode lot = JsonNode.Parse(verified.Output)!;
        Assert.Equal((devices, 0, 0, true), ((int)lot["passed"]!, (int)lot["failed"]!, (int)lot["open"]!, (bool)lot["verified"]!));
        return lot;
    }

    private static Process Start(string[] arguments) =>
        Tether.Start(new ProcessStartInfo(CommandRun.Local("attest-factory"), arguments) { RedirectStandardOutput = false, RedirectStandardError = false });
}
