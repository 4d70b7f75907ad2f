using Attestation.NodeAgent.Gpio;
using Attestation.UnitTests.Tpm.Transports.Kernel;

namespace Attestation.UnitTests.NodeAgent.Gpio;

/// <summary>Lines of the GPIO character device: the structures as the kernel's header has them, and what is asked of the kernel. Build machines have no GPIO.</summary>
public sealed class GpioLineTests
{
    [KernelHeadersFact]
    public void TheLayoutIsTheHeaders()
    {
        (string Expression, long Ours)[] pairs =
        [
            ("GPIO_V2_GET_LINE_IOCTL", GpioLayout.GetLine), ("GPIO_V2_LINE_GET_VALUES_IOCTL", GpioLayout.GetValues), ("GPIO_V2_LINE_SET_VALUES_IOCTL", GpioLayout.SetValues),
            ("sizeof(struct gpio_v2_line_request)", GpioLayout.RequestBytes), ("sizeof(struct gpio_v2_line_values)", GpioLayout.ValuesBytes),
            ("sizeof(struct gpio_v2_line_event)", GpioLayout.EventBytes), ("GPIO_MAX_NAME_SIZE", GpioLayout.ConsumerBytes),
            ("offsetof(struct gpio_v2_line_request, offsets)", GpioLayout.OffsetsAt), ("offsetof(struct gpio_v2_line_request, consumer)", GpioLayout.ConsumerAt),
            ("offsetof(struct gpio_v2_line_request, config.flags)", GpioLayout.FlagsAt),
            ("offsetof(struct gpio_v2_line_request, config.num_attrs)", GpioLayout.AttributeCountAt),
            ("offsetof(struct gpio_v2_line_request, config.attrs)", GpioLayout.FirstAttributeAt),
            ("offsetof(struct gpio_v2_line_config_attribute, attr.values)", GpioLayout.AttributeValueAt),
            ("offsetof(struct gpio_v2_line_config_attribute, mask)", GpioLayout.AttributeMaskAt),
            ("offsetof(struct gpio_v2_line_request, num_lines)", GpioLayout.LineCountAt), ("offsetof(struct gpio_v2_line_request, fd)", GpioLayout.DescriptorAt),
            ("offsetof(struct gpio_v2_line_values, mask)", GpioLayout.ValuesMaskAt), ("GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES", GpioLayout.OutputValues),
        ];
        Assert.All(pairs, pair => Assert.Equal($"{pair.Expression} {KernelHeaders.Value(pair.Expression)}", $"{pair.Expression} {pair.Ours}"));
    }

    [KernelHeadersTheory]
    [InlineData("pull up", GpioPull.Up, "BIAS_PULL_UP")]
    [InlineData("pull down", GpioPull.Down, "BIAS_PULL_DOWN")]
    [InlineData("none", GpioPull.None, "BIAS_DISABLED")]
    public void AnInputIsTakenWithItsPullAndRead(string description, GpioPull pull, string bias)
    {
        var chip = new KernelGpio();
        using GpioLine line = GpioLine.Input(chip, 23, pull);
        Assert.Equal($"{description}: attest-agent takes 23: INPUT EDGE_RISING EDGE_FALLING {bias}", $"{description}: {Assert.Single(chip.Journal)}");
        Assert.True(line.TryRead(out bool isHigh));
        Assert.False(isHigh);
        chip.Levels[23] = true;
        Assert.True(line.TryRead(out isHigh) && isHigh);
        chip.IsBroken = true;
        Assert.False(line.TryRead(out isHigh));
        Assert.False(isHigh);
    }

    [KernelHeadersFact]
    public void AnOutputHasItsLevelFromTheStart()
    {
        var chip = new KernelGpio();
        using (GpioLine line = GpioLine.Output(chip, 24, isHigh: true))
        {
            Assert.True(chip.Levels[24]);
            Assert.True(line.TryWrite(false) && line.TryWrite(true));
            chip.IsBroken = true;
            Assert.False(line.TryWrite(false));
        }
        Assert.Equal(["attest-agent takes 24: OUTPUT at high", "24 low", "24 high"], chip.Journal);
        using GpioLine again = GpioLine.Output(chip, 24, isHigh: false);
        Assert.False(chip.Levels[24]);
    }

    [KernelHeadersFact]
    public void EdgesAreWaitedForAndTakenTogether()
    {
        var chip = new KernelGpio();
        using GpioLine line = GpioLine.Input(chip, 3, GpioPull.Up);
        Assert.False(line.WaitForEdge(TimeSpan.Zero));
        chip.Edges = 3;
        Assert.True(line.WaitForEdge(TimeSpan.Zero));
        Assert.False(line.WaitForEdge(TimeSpan.Zero));
    }

    [KernelHeadersFact]
    public void ALineThatIsNotThereOrHeldIsAnIoError()
    {
        var chip = new KernelGpio();
        Assert.Contains("Invalid argument", Assert.Throws<IOException>(() => GpioLine.Input(chip, 99, GpioPull.Up)).Message, StringComparison.Ordinal);
        using GpioLine held = GpioLine.Input(chip, 5, GpioPull.Up);
        Assert.Contains("busy", Assert.Throws<IOException>(() => GpioLine.Output(chip, 5, false)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/dev/gpiochip0:23", "/dev/gpiochip0", 23)]
    [InlineData("/dev/gpiochip4:0", "/dev/gpiochip4", 0)]
    [InlineData("/dev/gpiochip0", null, 0)]
    [InlineData("gpiochip0:23", null, 0)]
    [InlineData("/dev/gpiochip0:", null, 0)]
    [InlineData("/dev/gpiochip0:-1", null, 0)]
    [InlineData("/dev/gpiochip0:65536", null, 0)]
    [InlineData("", null, 0)]
    public void AnAddressIsAChipAndALine(string text, string? chip, int line)
    {
        Assert.Equal(chip is not null, GpioAddress.TryParse(text, out GpioAddress? address));
        Assert.Equal(chip is null ? null : new GpioAddress(chip, line), address);
        Assert.Equal(chip is null ? null : text, address?.ToString());
    }
}
