using System.Diagnostics;
using System.Globalization;

namespace Attestation.UnitTests.Tpm.Transports.Kernel;

/// <summary>What a C compiler makes of this machine's kernel headers: numbers of ioctls, sizes and offsets of structures, by their C expressions. An oracle that knows nothing
/// of the C# sources.</summary>
internal static class KernelHeaders
{
    private const string Gpio = "/usr/include/linux/gpio.h", Spidev = "/usr/include/linux/spi/spidev.h";

    private static readonly string[] Expressions =
    [
        "GPIO_V2_GET_LINE_IOCTL", "GPIO_V2_LINE_GET_VALUES_IOCTL", "GPIO_V2_LINE_SET_VALUES_IOCTL",
        "GPIO_V2_LINE_FLAG_INPUT", "GPIO_V2_LINE_FLAG_OUTPUT", "GPIO_V2_LINE_FLAG_EDGE_RISING", "GPIO_V2_LINE_FLAG_EDGE_FALLING",
        "GPIO_V2_LINE_FLAG_BIAS_PULL_UP", "GPIO_V2_LINE_FLAG_BIAS_PULL_DOWN", "GPIO_V2_LINE_FLAG_BIAS_DISABLED", "GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES",
        "sizeof(struct gpio_v2_line_request)", "sizeof(struct gpio_v2_line_values)", "sizeof(struct gpio_v2_line_event)", "GPIO_MAX_NAME_SIZE",
        "offsetof(struct gpio_v2_line_request, offsets)", "offsetof(struct gpio_v2_line_request, consumer)", "offsetof(struct gpio_v2_line_request, num_lines)",
        "offsetof(struct gpio_v2_line_request, fd)", "offsetof(struct gpio_v2_line_request, config.flags)", "offsetof(struct gpio_v2_line_request, config.num_attrs)",
        "offsetof(struct gpio_v2_line_request, config.attrs)", "offsetof(struct gpio_v2_line_config_attribute, attr.id)",
        "offsetof(struct gpio_v2_line_config_attribute, attr.values)", "offsetof(struct gpio_v2_line_config_attribute, mask)",
        "offsetof(struct gpio_v2_line_values, bits)", "offsetof(struct gpio_v2_line_values, mask)",
        "SPI_IOC_MESSAGE(1)", "SPI_IOC_WR_MODE", "SPI_IOC_WR_BITS_PER_WORD", "SPI_IOC_WR_MAX_SPEED_HZ", "SPI_MODE_0", "sizeof(struct spi_ioc_transfer)",
        "offsetof(struct spi_ioc_transfer, tx_buf)", "offsetof(struct spi_ioc_transfer, rx_buf)", "offsetof(struct spi_ioc_transfer, len)",
        "offsetof(struct spi_ioc_transfer, speed_hz)", "offsetof(struct spi_ioc_transfer, bits_per_word)", "offsetof(struct spi_ioc_transfer, cs_change)",
    ];

    private static readonly Lazy<IReadOnlyDictionary<string, long>> Values = new(Compile);

    /// <summary>Null where compiler and headers are there.</summary>
    public static string? WhyMissing { get; } = !File.Exists("/usr/bin/gcc") ? "gcc is absent" : !File.Exists(Gpio) || !File.Exists(Spidev) ? "the kernel's headers are absent" : null;

    public static long Value(string expression) => Values.Value[expression];

    public static long Offset(string structure, string member) => Value($"offsetof(struct {structure}, {member})");

    private static IReadOnlyDictionary<string, long> Compile()
    {
        using TemporaryFolder folder = new();
        string source = Path.Combine(folder.Path, "layout.c"), program = Path.Combine(folder.Path, "layout");
        File.WriteAllLines(source,
        [
            "#include <stddef.h>", "#include <stdio.h>", "#include <linux/gpio.h>", "#include <linux/spi/spidev.h>", "int main(void) {",
            .. Expressions.Select(e => $"  printf(\"%lld {e}\\n\", (long long)({e}));"), "  return 0;", "}",
        ]);
        Run("/usr/bin/gcc", "-Wall", "-Werror", "-o", program, source);
        return Run(program).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', 2))
            .ToDictionary(parts => parts[1], parts => long.Parse(parts[0], CultureInfo.InvariantCulture));
    }

    private static string Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program}: {output}{error.Result}");
        return output;
    }
}

/// <summary>A fact that needs a C compiler and the kernel's headers; skipped by name where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KernelHeadersFactAttribute : FactAttribute
{
    public KernelHeadersFactAttribute() => Skip = KernelHeaders.WhyMissing;
}

/// <summary>A theory that needs a C compiler and the kernel's headers; skipped by name where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KernelHeadersTheoryAttribute : TheoryAttribute
{
    public KernelHeadersTheoryAttribute() => Skip = KernelHeaders.WhyMissing;
}
