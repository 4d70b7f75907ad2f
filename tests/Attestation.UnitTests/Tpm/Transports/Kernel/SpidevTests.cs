using Attestation.Simulator.SpiTpms;
using Attestation.Tpm.Transports.Kernel;
using Attestation.Tpm.Transports.Spi;
using Attestation.UnitTests.Tpm.Transports.Spi;

namespace Attestation.UnitTests.Tpm.Transports.Kernel;

/// <summary>The way through the kernel: what the transport writes into ioctls, read as C reads it. There is no SPI controller on a build machine; the chip behind is the model.</summary>
public sealed class SpidevTests
{
    [KernelHeadersFact]
    public async Task CommandsPassThroughTheKernelsStructures()
    {
        var random = new Random(3);
        SpiBench bench = new(new SpiTpmConditions { WaitStates = () => random.Next(4), BurstCount = () => random.Next(0, 65) });
        var kernel = new KernelSpidev(bench.Tpm);
        await using (SpiTransport transport = await SpiTransport.OpenAsync(SpidevBus.On(kernel, 4_000_000), time: bench.Clock))
        {
            byte[] command = SpiBench.Command(300, 700);
            Assert.Equal(SpiBench.Answer(command), await transport.ExchangeAsync(command, CancellationToken.None));
        }
        Assert.Equal([$"mode {KernelHeaders.Value("SPI_MODE_0")}", "bits 8", "speed 4000000"], kernel.Settings);
        Assert.Empty(bench.Tpm.Violations);
        Assert.True(bench.Tpm.IsClosed);
    }

    [KernelHeadersTheory]
    [InlineData("no mode 0", "SPI_IOC_WR_MODE")]
    [InlineData("no 8 bits", "SPI_IOC_WR_BITS_PER_WORD")]
    [InlineData("not that speed", "SPI_IOC_WR_MAX_SPEED_HZ")]
    [InlineData("no transfer", "SPI_IOC_MESSAGE(1)")]
    public async Task ARefusalOfTheKernelIsTheBussFailure(string description, string request)
    {
        SpiBench bench = new();
        var kernel = new KernelSpidev(bench.Tpm) { Refused = KernelHeaders.Value(request) };
        TisException e = await Assert.ThrowsAsync<TisException>(async () => await SpiTransport.OpenAsync(SpidevBus.On(kernel), time: bench.Clock));
        Assert.Equal(TisFailure.Bus, e.Failure);
        Assert.True(bench.Tpm.IsClosed, description);
    }

    /// <summary>The real kernel, and a device that is none of spidev's.</summary>
    [Fact]
    public void AnotherDeviceRefusesTheIoctl()
    {
        TisException e = Assert.Throws<TisException>(() => SpidevBus.On(KernelDevice.Open("/dev/null")));
        Assert.Equal(TisFailure.Bus, e.Failure);
        Assert.StartsWith("/dev/null: ", e.Message);
    }
}
