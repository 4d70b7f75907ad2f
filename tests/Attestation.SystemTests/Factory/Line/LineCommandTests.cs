using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Attestation.SystemTests.Factory.Line;

/// <summary><c>attest-factory line</c> as a process, over a directory queue and against the real verifier.</summary>
public sealed class LineCommandTests
{
    [Fact]
    public async Task ALotOfGoodAndBadDevices()
    {
        await using LineHall hall = await LineHall.OpenAsync();
        hall.Present("1");
        hall.Present("2", openLock: "debug-port");
        hall.Present("3");
        hall.Responder.NoMore();

        CommandRun run = await CommandRun.Of("attest-factory", hall.Line("--json"));

        Assert.True(run.ExitCode == 1, run.Error + run.Output); // a device failed
        JsonObject said = JsonNode.Parse(run.Output)!.AsObject();
        Assert.Equal((2, 1, 0), ((int)said["passed"]!, (int)said["failed"]!, (int)said["open"]!));
        Assert.Equal("""{"factory.locks-open":1}""", said["failures"]!.ToJsonString());
        Assert.Equal("no-more-devices", (string?)said["ended"]);
        Assert.Equal("interpreter", (string?)said["toProve"]![0]!["lock"]);
        Assert.Equal("", run.Error);
    }

    [Fact]
    public async Task LinesWhereThereIsNoTerminal()
    {
        await using LineHall hall = await LineHall.OpenAsync();
        hall.Present("1");
        CommandRun run = await CommandRun.Of("attest-factory", hall.Line("--count", "1"));
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("You prove: interpreter, with ask for a debugger: no answer", run.Output);
        Assert.Matches("1/1 [0-9a-f]{16} passed", run.Output);
        Assert.DoesNotContain("\x1b", run.Output);
    }

    [Fact]
    public async Task ItStopsAfterFailuresInARow()
    {
        await using LineHall hall = await LineHall.OpenAsync();
        for (int i = 0; i < 4; i++)
            hall.Present($"{i}", openLock: "secure-boot");
        CommandRun run = await CommandRun.Of("attest-factory", hall.Line("--stop-after", "2", "--json"));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("factory.failures-in-row", run.Error);
        Assert.Equal(2, (int)JsonNode.Parse(run.Output)!["failed"]!);
    }

    [Fact]
    public async Task CtrlCFinishesTheDeviceInHand()
    {
        await using LineHall hall = await LineHall.OpenAsync();
        using Process line = Start(hall.Line("--json"));
        var device = hall.Present("1");
        await Until(line, () => device.Calls >= 2);
        Signals.Send(line, Signals.Interrupt);
        string output = await line.StandardOutput.ReadToEndAsync();
        await line.WaitForExitAsync();
        Assert.Equal(0, line.ExitCode);
        JsonNode said = JsonNode.Parse(output)!;
        Assert.Equal(("stopped", 1), ((string?)said["ended"], (int)said["passed"]!));
    }

    [Fact]
    public async Task ASecondCtrlCEndsAtOnce()
    {
        await using LineHall hall = await LineHall.OpenAsync();
        Directory.CreateDirectory(Path.Combine(hall.Queue, "silent"));
        using Process line = Start(hall.Line("--json"));
        await Until(line, () => File.Exists(Path.Combine(hall.Queue, "silent", "request-0001.json")));
        Signals.Send(line, Signals.Interrupt);
        await Task.Delay(300);
        Assert.False(line.HasExited); // it waits for the device
        Signals.Send(line, Signals.Interrupt);
        await line.WaitForExitAsync();
        Assert.Equal(3, line.ExitCode);
    }

    [Theory]
    [InlineData("no source", 2, "One source of devices")]
    [InlineData("a scheme that no profile has", 2, "--scheme is 1 to 3", "--queue", "q", "--scheme", "4")]
    [InlineData("a scheme that the board does not offer", 2, "factory.board-offers", "--queue", "q", "--scheme", "2")]
    [InlineData("a board that nobody described", 2, "board.unreadable", "--queue", "q", "--board", "nowhere")]
    [InlineData("no CA", 2, "factory.authority-unreadable", "--queue", "q")]
    public async Task WrongUseIsToldBeforeAnythingBegins(string description, int exitCode, string says, params string[] more)
    {
        using var folder = new TemporaryFolder();
        string[] board = more.Contains("--board") ? [] : ["--board", "esp32"];
        CommandRun run = await CommandRun.Of("attest-factory", ["line", "--lot", folder["lot"], "--ca", folder["ca"], "--vendor", "v", "--model", "m", "--verifier", "http://127.0.0.1:1", .. board, .. more]);
        Assert.True(run.ExitCode == exitCode, description);
        Assert.Contains(says, run.Error);
        Assert.False(Directory.Exists(folder["lot"]));
    }

    private static async Task Until(Process line, Func<bool> seen)
    {
        while (!seen())
        {
            Assert.False(line.HasExited, "the line ended before it began");
            await Task.Delay(1);
        }
    }

    private static Process Start(string[] arguments) =>
        Process.Start(new ProcessStartInfo("env", ["--default-signal=INT", CommandRun.Local("attest-factory"), .. arguments]) { RedirectStandardOutput = true })!;
}
