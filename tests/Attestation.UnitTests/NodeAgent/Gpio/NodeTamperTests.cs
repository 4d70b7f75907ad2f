using Attestation.Device.Gpio;
using Attestation.Dice;
using Attestation.NodeAgent;
using Attestation.NodeAgent.Evidence;
using Attestation.NodeAgent.Gpio;
using Attestation.NodeAgent.Identity;
using Attestation.NodeAgent.Running;
using Attestation.NodeAgent.State;
using Attestation.UnitTests.Device.Gpio;
using Attestation.UnitTests.Tpm.Transports.Kernel;

namespace Attestation.UnitTests.NodeAgent.Gpio;

/// <summary>A node's tamper input, its record, what of it is measured, and its light. The kernel's end is a test's.</summary>
public sealed class NodeTamperTests : IDisposable
{
    private static readonly GpioPin Lid = GpioPin.Parse("--tamper", "/dev/gpiochip0:23,active=high,pull=up");

    private readonly TemporaryFolder folder = new();
    private readonly KernelGpio chip = new();

    private AgentFolders Folders => new(folder.Path, folder.Path);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("/dev/gpiochip0:23", true, GpioPull.None)]
    [InlineData("/dev/gpiochip0:23,active=high,pull=up", true, GpioPull.Up)]
    [InlineData("/dev/gpiochip0:23,pull=down,active=low", false, GpioPull.Down)]
    public void APinIsALineAndItsWiring(string text, bool isActiveHigh, GpioPull pull) =>
        Assert.Equal(new GpioPin(new GpioAddress("/dev/gpiochip0", 23), isActiveHigh, pull), GpioPin.Parse("--tamper", text));

    [Theory]
    [InlineData("23")]
    [InlineData("/dev/gpiochip0:23,active=1")]
    [InlineData("/dev/gpiochip0:23,")]
    [InlineData("/dev/gpiochip0:23,bias=up")]
    public void AnythingElseIsUsage(string text) =>
        Assert.Contains("--status-led", Assert.Throws<AgentException>(() => GpioPin.Parse("--status-led", text)).Message, StringComparison.Ordinal);

    [KernelHeadersFact]
    public void AnOpeningIsRememberedOverRunsUntilItIsCleared()
    {
        using (NodeTamper first = Open())
        {
            Assert.True(first.IsTripped(), "no record yet");
            Assert.True(first.TryClear());
            Assert.False(first.IsTripped());
            chip.Levels[23] = true;
            Assert.True(first.IsTripped());
            Assert.False(first.TryClear(), "the case is open");
        }
        chip.Levels[23] = false;
        using NodeTamper next = Open();
        Assert.True(next.IsTripped());
        Assert.True(next.TryClear());
        Assert.False(next.IsTripped());
        Assert.True(NodeTamper.Record(Folders).TryRead(out bool isTampered, out int times));
        Assert.Equal((false, 1), (isTampered, times));
        foreach (string file in Directory.GetFiles(folder.Path))
        {
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [KernelHeadersFact]
    public void ALineThatIsHeldIsSaid()
    {
        using NodeTamper held = Open();
        Assert.Contains("busy", Assert.Throws<AgentException>(Open).Message, StringComparison.Ordinal);
        Assert.Contains("--tamper", Assert.Throws<AgentException>(() => NodeTamper.Open(Lid, Folders, _ => throw new FileNotFoundException("no chip"))).Message, StringComparison.Ordinal);
    }

    /// <summary>Told once, not at every look.</summary>
    [KernelHeadersFact]
    public void TheServiceTellsAnOpening()
    {
        using NodeTamper tamper = Open();
        Assert.True(tamper.TryClear());
        var text = new StringWriter();
        var watch = new TamperWatch(tamper, new AgentLog(text, LogFormat.Text, TimeProvider.System));
        watch.Look();
        Assert.Equal((false, ""), (watch.IsTripped, text.ToString()));
        chip.Levels[23] = true;
        watch.Look();
        watch.Look();
        Assert.True(watch.IsTripped);
        Assert.Single(text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("tampered", text.ToString(), StringComparison.Ordinal);
        Assert.True(NodeTamper.Record(Folders).TryRead(out bool isTampered, out _) && isTampered);
    }

    [Theory]
    [InlineData("no input", null, "a23a00011171666b65726e656c3a0001117662716e")]
    [InlineData("intact", false, "a33a00011171666b65726e656c3a0001117662716e3a0001155800")]
    [InlineData("opened", true, "a33a00011171666b65726e656c3a0001117662716e3a0001155801")]
    public void ItIsMeasuredIntoTheKernelsConfiguration(string description, bool? state, string begins)
    {
        string image = folder["image"], line = folder["cmdline"];
        File.WriteAllText(image, "image");
        File.WriteAllText(line, "qn\n");
        var options = new IdentityOptions
        {
            KeyFile = folder["key"], KernelFiles = [image], InitrdFiles = [image], AgentFiles = [image], IsTampered = state is { } is1 ? () => is1 : null,
        };
        IReadOnlyList<DiceInputs> layers = new NodeLayers(options, new NodePaths { BootLog = null, CommandLine = line, EfiVariables = null }).Measure();
        Assert.StartsWith(begins, Convert.ToHexStringLower(layers[0].ConfigurationDescriptor), StringComparison.Ordinal);
        Assert.True(!Convert.ToHexStringLower(layers[1].ConfigurationDescriptor).Contains("3a00011558", StringComparison.Ordinal), description);
    }

    [KernelHeadersTheory]
    [InlineData("affirmed", AttemptOutcome.Affirming, false, "on")]
    [InlineData("refused", AttemptOutcome.Refused, false, "on off on off")]
    [InlineData("opened", AttemptOutcome.Affirming, true, "on off on off")]
    public async Task TheLightShowsTheVerdict(string description, AttemptOutcome outcome, bool isTripped, string expected)
    {
        using var stop = new CancellationTokenSource();
        var clock = new Attestation.Simulator.SpiTpms.SteppingClock();
        using StatusLight light = StatusLight.Open(GpioPin.Parse("--status-led", "/dev/gpiochip0:25,active=low"), _ => chip);
        Assert.True(chip.Levels[25], "dark from the start");
        light.Show(outcome, isTripped);
        chip.Journal.Clear();
        Task running = light.RunAsync(clock, stop.Token);
        Assert.True(SpinWait.SpinUntil(() => chip.Journal.ToArray().Length >= 4, TimeSpan.FromMinutes(1)));
        await stop.CancelAsync();
        await running;
        string shown = string.Join(' ', chip.Journal.Take(4).Select(entry => entry == "25 low" ? "on" : "off").Take(expected.Split(' ').Length));
        Assert.Equal($"{description}: {expected}", $"{description}: {shown}");
    }

    private NodeTamper Open() => NodeTamper.Open(Lid, Folders, _ => chip, new Bench());
}
