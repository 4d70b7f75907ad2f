using System.Runtime.InteropServices;
using Attestation.Tpm.Transports.Kernel;
using Attestation.Tpm.Transports.Spi;

namespace Attestation.UnitTests.Tpm.Transports.Kernel;

/// <summary>The kernel's end of /dev/spidevB.C, by the kernel's headers: it reads the structure where C puts its members, follows the pointers, and hands the bytes to a chip.</summary>
internal sealed class KernelSpidev(ISpiBus chip) : IKernelDevice
{
    public List<string> Settings { get; } = [];

    /// <summary>Refuses the request with this number from now on.</summary>
    public long Refused { get; set; }

    public void Control(uint request, byte[] argument)
    {
        if (request == Refused)
            throw new IOException("/dev/spidev0.1: Invalid argument");
        if (request == KernelHeaders.Value("SPI_IOC_WR_MODE"))
            Settings.Add($"mode {Single(argument)}");
        else if (request == KernelHeaders.Value("SPI_IOC_WR_BITS_PER_WORD"))
            Settings.Add($"bits {Single(argument)}");
        else if (request == KernelHeaders.Value("SPI_IOC_WR_MAX_SPEED_HZ"))
            Settings.Add($"speed {BitConverter.ToUInt32(argument)}");
        else if (request == KernelHeaders.Value("SPI_IOC_MESSAGE(1)"))
            Transfer(argument);
        else
            Assert.Fail($"no ioctl of spidev: {request:x8}");
    }

    public int Read(byte[] buffer, TimeSpan timeout) => throw new InvalidOperationException("half duplex: a chip select for each");

    public IKernelDevice Adopt(int descriptor) => throw new InvalidOperationException("spidev hands out no descriptors");

    public void Dispose() => chip.Dispose();

    private void Transfer(byte[] argument)
    {
        Assert.Equal(KernelHeaders.Value("sizeof(struct spi_ioc_transfer)"), argument.Length);
        var written = new byte[BitConverter.ToUInt32(argument, At("len"))];
        Assert.InRange(written.Length, 1, 64);
        Assert.Equal(8, argument[At("bits_per_word")]);
        Assert.True(BitConverter.ToUInt32(argument, At("speed_hz")) > 0);
        Marshal.Copy((nint)BitConverter.ToInt64(argument, At("tx_buf")), written, 0, written.Length);
        var read = new byte[written.Length];
        chip.Transfer(written, read, keepSelected: argument[At("cs_change")] == 1);
        Marshal.Copy(read, 0, (nint)BitConverter.ToInt64(argument, At("rx_buf")), read.Length);
    }

    private static byte Single(byte[] argument) => Assert.Single(argument);

    private static int At(string member) => (int)KernelHeaders.Offset("spi_ioc_transfer", member);
}
