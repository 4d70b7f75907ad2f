using System.Text;
using Attestation.Tpm.Transports.Kernel;
using Attestation.UnitTests.Tpm.Transports.Kernel;

namespace Attestation.UnitTests.NodeAgent.Gpio;

/// <summary>The kernel's end of /dev/gpiochipN, by the kernel's headers: a chip of 32 lines that reads requests where C puts their members.</summary>
internal sealed class KernelGpio : IKernelDevice
{
    private const int FirstDescriptor = 70;
    private readonly Dictionary<int, int> held = [];

    /// <summary>The level on each line.</summary>
    public bool[] Levels { get; } = new bool[32];

    /// <summary>What was asked for and driven, in order.</summary>
    public List<string> Journal { get; } = [];

    /// <summary>Edges that have gathered.</summary>
    public int Edges { get; set; }

    public bool IsBroken { get; set; }

    public void Control(uint request, byte[] argument)
    {
        Assert.Equal(KernelHeaders.Value("GPIO_V2_GET_LINE_IOCTL"), request);
        Assert.Equal(KernelHeaders.Value("sizeof(struct gpio_v2_line_request)"), argument.Length);
        Assert.Equal(1, BitConverter.ToInt32(argument, At("num_lines")));
        int line = BitConverter.ToInt32(argument, At("offsets"));
        if (line >= Levels.Length || held.ContainsValue(line))
            throw new IOException($"/dev/gpiochip0: {(line >= Levels.Length ? "Invalid argument" : "Device or resource busy")}");
        ulong flags = BitConverter.ToUInt64(argument, At("config.flags"));
        string consumer = Encoding.ASCII.GetString(argument, At("consumer"), (int)KernelHeaders.Value("GPIO_MAX_NAME_SIZE")).TrimEnd('\0');
        Journal.Add($"{consumer} takes {line}: {string.Join(' ', NamesOf(flags))}{Initial(argument, line)}");
        int descriptor = FirstDescriptor + held.Count;
        held.Add(descriptor, line);
        BitConverter.TryWriteBytes(argument.AsSpan(At("fd")), descriptor);
    }

    public int Read(byte[] buffer, TimeSpan timeout) => throw new InvalidOperationException("lines have edges, not their chip");

    public IKernelDevice Adopt(int descriptor) => new Line(this, held[descriptor], descriptor);

    public void Dispose() => Journal.Add("chip closed");

    private string Initial(byte[] argument, int line)
    {
        if (BitConverter.ToInt32(argument, At("config.num_attrs")) == 0)
            return "";
        int at = At("config.attrs");
        Assert.Equal(KernelHeaders.Value("GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES"), BitConverter.ToInt32(argument, at + (int)KernelHeaders.Offset("gpio_v2_line_config_attribute", "attr.id")));
        Assert.Equal(1, BitConverter.ToInt64(argument, at + (int)KernelHeaders.Offset("gpio_v2_line_config_attribute", "mask")));
        Levels[line] = BitConverter.ToInt64(argument, at + (int)KernelHeaders.Offset("gpio_v2_line_config_attribute", "attr.values")) == 1;
        return $" at {(Levels[line] ? "high" : "low")}";
    }

    private static IEnumerable<string> NamesOf(ulong flags)
    {
        foreach (string name in (string[])["INPUT", "OUTPUT", "EDGE_RISING", "EDGE_FALLING", "BIAS_PULL_UP", "BIAS_PULL_DOWN", "BIAS_DISABLED"])
        {
            ulong flag = (ulong)KernelHeaders.Value("GPIO_V2_LINE_FLAG_" + name);
            if ((flags & flag) != 0)
                yield return name;
            flags &= ~flag;
        }
        Assert.Equal(0UL, flags);
    }

    private static int At(string member) => (int)KernelHeaders.Offset("gpio_v2_line_request", member);

    private sealed class Line(KernelGpio chip, int number, int descriptor) : IKernelDevice
    {
        public void Control(uint request, byte[] argument)
        {
            if (chip.IsBroken)
                throw new IOException("/dev/gpiochip0: No such device");
            Assert.Equal(KernelHeaders.Value("sizeof(struct gpio_v2_line_values)"), argument.Length);
            int bits = (int)KernelHeaders.Offset("gpio_v2_line_values", "bits");
            Assert.Equal(1UL, BitConverter.ToUInt64(argument, (int)KernelHeaders.Offset("gpio_v2_line_values", "mask")));
            if (request == KernelHeaders.Value("GPIO_V2_LINE_GET_VALUES_IOCTL"))
                BitConverter.TryWriteBytes(argument.AsSpan(bits), chip.Levels[number] ? 1UL : 0);
            else if (request == KernelHeaders.Value("GPIO_V2_LINE_SET_VALUES_IOCTL"))
                chip.Drive(number, BitConverter.ToUInt64(argument, bits) == 1);
            else
                Assert.Fail($"no ioctl of a line: {request:x8}");
        }

        public int Read(byte[] buffer, TimeSpan timeout)
        {
            int size = (int)KernelHeaders.Value("sizeof(struct gpio_v2_line_event)"), count = Math.Min(chip.Edges, buffer.Length / size);
            chip.Edges -= count;
            return count * size;
        }

        public IKernelDevice Adopt(int other) => throw new InvalidOperationException("a line hands out no descriptors");

        public void Dispose() => chip.held.Remove(descriptor);
    }

    private void Drive(int line, bool isHigh)
    {
        Levels[line] = isHigh;
        Journal.Add($"{line} {(isHigh ? "high" : "low")}");
    }
}
