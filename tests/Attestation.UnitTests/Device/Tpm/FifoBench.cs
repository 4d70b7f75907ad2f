using Attestation.Device.Gpio;
using Attestation.Device.Tpm;
using Attestation.Simulator.SpiTpms;
using Attestation.UnitTests.Tpm.Transports.Spi;

namespace Attestation.UnitTests.Device.Tpm;

/// <summary>A board's FIFO over SPI against the model of the TPM's end, which judges it; time passes only when the board waits.</summary>
internal sealed class FifoBench : ISpiLine, IPause
{
    private readonly SteppingClock _clock = new();

    public FifoBench(SpiTpmConditions conditions)
    {
        Tpm = new SpiTpm(conditions, SpiBench.Answer, _clock);
        Fifo = new TpmFifo(new TpmSpiRegisters(this, this), this);
    }

    public SpiTpm Tpm { get; }

    public TpmFifo Fifo { get; }

    /// <summary>The bus fails from this transfer on.</summary>
    public int FailsAt { get; set; } = int.MaxValue;

    public int Transfers { get; private set; }

    public bool TryTransfer(byte[] write, byte[] read, int count, bool keepSelected)
    {
        if (++Transfers >= FailsAt)
            return false;
        Tpm.Transfer(write.AsSpan(0, count), read.AsSpan(0, count), keepSelected);
        return true;
    }

    public void Wait(int milliseconds)
    {
        using ITimer timer = _clock.CreateTimer(_ => { }, null, TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);
    }
}
