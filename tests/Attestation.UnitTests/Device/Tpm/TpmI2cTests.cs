using Attestation.Device.Gpio;
using Attestation.Device.Tpm;
using Attestation.Simulator.SpiTpms;
using Attestation.UnitTests.Tpm.Transports.Spi;

namespace Attestation.UnitTests.Device.Tpm;

/// <summary>The same FIFO over I2C: messages are carried over to the model of a TPM's registers, some of them not acknowledged.</summary>
public sealed class TpmI2cTests
{
    [Fact]
    public void A_busy_TPM_answers_again_and_again()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            Line line = new(seed);
            TpmFifo fifo = new(new TpmI2cRegisters(line, line), line);
            for (int i = 0; i < 3; i++)
            {
                byte[] command = SpiBench.Command(line.Random.Next(10, 250), line.Random.Next(10, 256));
                byte[] response = new byte[256];
                Assert.True(fifo.TryExchange(command, response, out int length), $"seed {seed}: {string.Join("; ", line.Tpm.Violations)}");
                Assert.Equal(SpiBench.Answer(command), response[..length]);
            }

            Assert.Empty(line.Tpm.Violations);
        }
    }

    [Fact]
    public void Nobody_on_the_bus_is_noticed()
    {
        Line line = new(1) { IsEmpty = true };
        Assert.False(new TpmFifo(new TpmI2cRegisters(line, line), line).TryExchange(SpiBench.Command(40, 50), new byte[256], out int length));
        Assert.Equal(0, length);
    }

    /// <summary>PTP's I2C registers in front of the ones on SPI: 04 ACCESS, 18 STS, 24 DATA_FIFO; 00 chooses the locality, before which nothing may come.</summary>
    private sealed class Line : II2cLine, IPause
    {
        private readonly SteppingClock _clock = new();
        private byte? _register;
        private bool _isSelected;

        public Line(int seed)
        {
            Random = new Random(seed);
            Tpm = new SpiTpm(
                new SpiTpmConditions { BurstCount = () => Math.Max(0, Random.Next(-20, 65)), Execution = TimeSpan.FromMilliseconds(Random.Next(500)), PassesThroughIdle = true },
                SpiBench.Answer, _clock);
        }

        public Random Random { get; }

        public SpiTpm Tpm { get; }

        public bool IsEmpty { get; init; }

        private bool IsAcknowledged => !IsEmpty && Random.Next(4) != 0;

        public bool TryWrite(byte[] bytes, int count)
        {
            if (!IsAcknowledged)
                return false;
            if (bytes[0] == 0)
            {
                _isSelected = count == 2 && bytes[1] == 0;
                return true;
            }

            Assert.True(_isSelected);
            _register = bytes[0];
            if (count > 1)
                Carry(false, bytes.AsSpan(1, count - 1));
            return true;
        }

        public bool TryRead(byte[] bytes, int count)
        {
            if (!IsAcknowledged)
                return false;
            Assert.NotNull(_register);
            Carry(true, bytes.AsSpan(0, count));
            _register = null;
            return true;
        }

        public void Wait(int milliseconds)
        {
            using ITimer timer = _clock.CreateTimer(_ => { }, null, TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);
        }

        private void Carry(bool isRead, Span<byte> bytes)
        {
            byte register = _register switch { 0x04 => 0x00, 0x18 => 0x18, 0x24 => 0x24, _ => throw new InvalidOperationException($"register {_register:x2}") };
            byte[] header = [(byte)((isRead ? 0x80 : 0) | (bytes.Length - 1)), 0xD4, 0, register];
            byte[] back = new byte[bytes.Length];
            Tpm.Transfer(header, new byte[4], keepSelected: true);
            Tpm.Transfer(isRead ? new byte[bytes.Length] : bytes, back, keepSelected: false);
            if (isRead)
                back.CopyTo(bytes);
        }
    }
}
