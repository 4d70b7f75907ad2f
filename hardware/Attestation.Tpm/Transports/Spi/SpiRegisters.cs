namespace Attestation.Tpm.Transports.Spi;

/// <summary>Reads and writes registers over SPI: PTP 1.05 clause 7.4.5, the bit protocol and its flow control.
/// <code>
/// host  1 read / 0 write (1 bit) ‖ 0 (1) ‖ bytes - 1 (6) ‖ address (24, big-endian)    | 00 ...        | payload of a write
/// TPM   .. .. .. ready                                                                 | bit 0: ready  | payload of a read
/// </code>
/// A TPM that is not ready at the last bit of the address inserts wait states, a byte each, until bit 0 of one is 1. The chip stays selected all the while.</summary>
internal sealed class SpiRegisters(ISpiBus bus, TisTimeouts timeouts, TimeProvider time)
{
    /// <summary>The most that fits the six bits.</summary>
    public const int MostBytes = 64;

    private const int HeaderBytes = 4;
    private const byte Read = 0x80;

    /// <summary>Wait states before the host pauses between two.</summary>
    private const int Eager = 64;

    /// <param name="address">24 bits.</param>
    /// <param name="into">1 to 64 bytes.</param>
    public async ValueTask ReadAsync(uint address, Memory<byte> into)
    {
        await BeginAsync(Read, address, into.Length).ConfigureAwait(false);
        bus.Transfer(new byte[into.Length], into.Span, keepSelected: false);
    }

    /// <param name="address">24 bits.</param>
    /// <param name="from">1 to 64 bytes.</param>
    public async ValueTask WriteAsync(uint address, ReadOnlyMemory<byte> from)
    {
        await BeginAsync(0, address, from.Length).ConfigureAwait(false);
        bus.Transfer(from.Span, new byte[from.Length], keepSelected: false);
    }

    private async ValueTask BeginAsync(byte direction, uint address, int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, MostBytes);
        byte[] header = [(byte)(direction | (length - 1)), (byte)(address >> 16 & 0xFF), (byte)(address >> 8 & 0xFF), (byte)(address & 0xFF)];
        var answer = new byte[HeaderBytes];
        bus.Transfer(header, answer, keepSelected: true);
        if (!IsReady(answer[^1]))
            await PassWaitStatesAsync().ConfigureAwait(false);
    }

    /// <summary>Not cancelled: a transaction is ended or it disturbs the next one.</summary>
    private async ValueTask PassWaitStatesAsync()
    {
        long began = time.GetTimestamp();
        byte[] nothing = [0], answer = [0];
        for (int state = 0; ; state++)
        {
            bool isLast = time.GetElapsedTime(began) > timeouts.A;
            bus.Transfer(nothing, answer, keepSelected: !isLast); // giving up takes the chip select away: the TPM drops the transaction
            if (isLast)
                throw new TisException(TisFailure.WaitStates, $"the TPM still inserts wait states after {state + 1} of them and {timeouts.A.TotalMilliseconds} ms");
            if (IsReady(answer[0]))
                return;
            if (state >= Eager)
                await Task.Delay(TimeSpan.FromMilliseconds(1), time).ConfigureAwait(false);
        }
    }

    private static bool IsReady(byte answer) => (answer & 1) != 0;
}
