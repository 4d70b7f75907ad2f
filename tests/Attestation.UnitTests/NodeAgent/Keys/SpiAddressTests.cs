using Attestation.NodeAgent;
using Attestation.NodeAgent.Gpio;
using Attestation.NodeAgent.Keys;
using Attestation.Simulator.SpiTpms;
using Attestation.Tpm.Transports.Spi;
using Attestation.UnitTests.Device.Gpio;
using Attestation.UnitTests.NodeAgent.Gpio;
using Attestation.UnitTests.Tpm.Transports.Kernel;
using Attestation.UnitTests.Tpm.Transports.Spi;

namespace Attestation.UnitTests.NodeAgent.Keys;

/// <summary>--tpm spi:... from its text to a TPM that answers, the reset line included.</summary>
public sealed class SpiAddressTests
{
    [Theory]
    [InlineData("the device alone", "/dev/spidev0.1", "spi:/dev/spidev0.1,speed=10000000,locality=0")]
    [InlineData("everything", "/dev/spidev1.0,speed=500000,locality=2,reset=/dev/gpiochip0:24", "spi:/dev/spidev1.0,speed=500000,locality=2,reset=/dev/gpiochip0:24")]
    [InlineData("another order", "/dev/spidev1.0,reset=/dev/gpiochip0:24,speed=500000", "spi:/dev/spidev1.0,speed=500000,locality=0,reset=/dev/gpiochip0:24")]
    [InlineData("no device", "speed=500000", null)]
    [InlineData("no number", "/dev/spidev0.1,speed=fast", null)]
    [InlineData("too slow", "/dev/spidev0.1,speed=99999", null)]
    [InlineData("too fast", "/dev/spidev0.1,speed=50000001", null)]
    [InlineData("no locality", "/dev/spidev0.1,locality=5", null)]
    [InlineData("no line", "/dev/spidev0.1,reset=24", null)]
    [InlineData("unknown", "/dev/spidev0.1,mode=0", null)]
    [InlineData("empty part", "/dev/spidev0.1,", null)]
    public void IsReadStrictly(string description, string text, string? expected)
    {
        if (expected is null)
            Assert.Contains("spi:/dev/spidevB.C", Assert.Throws<AgentException>(() => TpmAddress.Parse("spi:" + text)).Message, StringComparison.Ordinal);
        else
            Assert.Equal($"{description}: {expected}", $"{description}: {TpmAddress.Parse("spi:" + text)}");
        Assert.Equal(expected is not null, SpiAddress.TryParse(text, out _));
    }

    [Fact]
    public void ATpmOnABusIsNotTheKernels() => Assert.False(TpmAddress.Parse("spi:/dev/spidev0.1").IsDevice);

    [Fact]
    public async Task WhatIsNotThereIsNamed()
    {
        AgentException e = await Assert.ThrowsAsync<AgentException>(() => NodeTpm.OpenAsync(TpmAddress.Parse("spi:/nonexistent/spidev0.1")));
        Assert.Contains("tpm.spi.device", e.Message, StringComparison.Ordinal);
        e = await Assert.ThrowsAsync<AgentException>(() => NodeTpm.OpenAsync(TpmAddress.Parse("spi:/dev/null")));
        Assert.Contains("tpm.spi.bus", e.Message, StringComparison.Ordinal);
    }

    /// <summary>A TPM that hangs until its RST# is pulsed.</summary>
    [KernelHeadersFact]
    public async Task ATpmThatHangsIsResetOnce()
    {
        var chip = new KernelGpio();
        SpiBench hung = new(new SpiTpmConditions { WaitStates = () => int.MaxValue }), fresh = new();
        var pause = new Bench();
        Assert.True(SpiAddress.TryParse("/dev/spidev0.1,reset=/dev/gpiochip0:24", out SpiAddress? address));
        await using SpiTransport transport = await address!.ConnectAsync(
            path => path == "/dev/gpiochip0" ? chip : new KernelSpidev(chip.Journal.Contains("24 low") ? fresh.Tpm : hung.Tpm), pause, hung.Clock);
        Assert.Equal("15d1:001b rev 16", transport.Identity.ToString());
        Assert.Equal(["attest-agent takes 24: OUTPUT at high", "24 low", "24 high", "chip closed"], chip.Journal);
        Assert.Equal(["10 ms", "60 ms"], pause.Journal);
        Assert.True(hung.Tpm.IsClosed);
    }

    [KernelHeadersTheory]
    [InlineData("it answers", null)]
    [InlineData("another TPM does not become one", TisFailure.Family)]
    public async Task NoOtherTpmIsReset(string description, TisFailure? failure)
    {
        var chip = new KernelGpio();
        SpiBench bench = new(new SpiTpmConditions { Family = failure is null ? 1u : 0 });
        Assert.True(SpiAddress.TryParse("/dev/spidev0.1,reset=/dev/gpiochip0:24", out SpiAddress? address));
        Task<SpiTransport> connect = address!.ConnectAsync(path => path == "/dev/gpiochip0" ? chip : new KernelSpidev(bench.Tpm), new Bench(), bench.Clock);
        if (failure is { } expected)
            Assert.Equal(expected, (await Assert.ThrowsAsync<TisException>(() => connect)).Failure);
        else
            await (await connect).DisposeAsync();
        Assert.True(chip.Journal.Count == 0, description);
    }
}
