using System.Buffers.Binary;

namespace Attestation.Tpm.Transports.Spi;

/// <summary>The FIFO interface of one TPM in one locality: PTP 1.05 clauses 6.5.1 and 6.5.2, and the steps of the PC Client Device Driver Design Principles.
/// This part has the registers and the waiting; the other one commands and responses.</summary>
internal sealed partial class TisInterface(SpiRegisters registers, int locality, TisTimeouts timeouts, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(10);

    /// <summary>What the FIFO takes in one transaction: bits 9 and 10 of TPM_INTERFACE_CAPABILITY.</summary>
    private int mostInOne = SpiRegisters.MostBytes;

    /// <summary>Meets the TPM: waits until its registers are valid and reads who it is.</summary>
    public async ValueTask<TisIdentity> GreetAsync()
    {
        byte seen = 0;
        bool isStarted = await UntilAsync(timeouts.A, async () => ((seen = await AccessAsync()) & (TisRegister.AccessValid | TisRegister.AccessReadsZero)) == TisRegister.AccessValid)
            .ConfigureAwait(false);
        if (!isStarted)
            throw seen is 0xFF ? Absent() : new TisException(TisFailure.NotStarted, $"TPM_ACCESS reads {seen:x2} for {timeouts.A.TotalMilliseconds} ms: its registers are not valid");
        uint who = await Read32Async(TisRegister.VendorAndDevice).ConfigureAwait(false);
        if (who is 0 or uint.MaxValue || (who & 0xFFFF) is 0 or 0xFFFF)
            throw Absent();
        uint capability = await Read32Async(TisRegister.InterfaceCapability).ConfigureAwait(false);
        mostInOne = (capability >> 9 & 3) switch { 0 => 1, 1 => 8, 2 => 32, _ => SpiRegisters.MostBytes };
        var revision = new byte[1];
        await registers.ReadAsync(TisRegister.At(TisRegister.Revision, locality), revision).ConfigureAwait(false);
        return new TisIdentity((int)(who & 0xFFFF), (int)(who >> 16), revision[0], (int)(capability >> 28 & 7));

        static TisException Absent() => new(TisFailure.Absent, "nothing answers on this bus: the data line rests at one level");
    }

    /// <summary>Takes the locality, unless it is held already.</summary>
    public async ValueTask RequestLocalityAsync()
    {
        if (await IsActiveAsync().ConfigureAwait(false))
            return;
        await registers.WriteAsync(TisRegister.At(TisRegister.Access, locality), new[] { TisRegister.AccessRequestUse }).ConfigureAwait(false);
        if (!await UntilAsync(timeouts.A, IsActiveAsync).ConfigureAwait(false))
            throw new TisException(TisFailure.Locality, $"locality {locality} is not granted: TPM_ACCESS reads {await AccessAsync().ConfigureAwait(false):x2}");
    }

    /// <summary>Gives the locality back to whoever waits for it.</summary>
    public ValueTask RelinquishAsync() =>
        registers.WriteAsync(TisRegister.At(TisRegister.Access, locality), new[] { TisRegister.AccessActive });

    private async ValueTask<bool> IsActiveAsync()
    {
        byte access = await AccessAsync().ConfigureAwait(false);
        return (access & (TisRegister.AccessValid | TisRegister.AccessActive | TisRegister.AccessReadsZero)) == (TisRegister.AccessValid | TisRegister.AccessActive);
    }

    private async ValueTask<byte> AccessAsync()
    {
        var access = new byte[1];
        await registers.ReadAsync(TisRegister.At(TisRegister.Access, locality), access).ConfigureAwait(false);
        return access[0];
    }

    private async ValueTask<uint> Read32Async(uint register)
    {
        var bytes = new byte[4];
        await registers.ReadAsync(TisRegister.At(register, locality), bytes).ConfigureAwait(false);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    /// <summary>Reads TPM_STS. Bits that never are 1 tell that the TPM does not speak to this locality any more.</summary>
    private async ValueTask<TisStatus> StatusAsync()
    {
        TisStatus status = new(await Read32Async(TisRegister.Status).ConfigureAwait(false));
        if (!status.IsDriven && !await IsActiveAsync().ConfigureAwait(false))
            throw new TisException(TisFailure.LocalityLost, $"locality {locality} was taken away in the middle of a command");
        return status;
    }

    /// <summary>One bit of the first byte; the others are written as 0, which changes nothing.</summary>
    private ValueTask WriteStatusAsync(byte bit) => registers.WriteAsync(TisRegister.At(TisRegister.Status, locality), new[] { bit });

    private async ValueTask<TisStatus> UntilValidAsync()
    {
        TisStatus status = default;
        if (!await UntilAsync(timeouts.C, async () => (status = await StatusAsync()).IsValid).ConfigureAwait(false))
            throw new TisException(TisFailure.Status, $"TPM_STS reads {status.Value:x8} for {timeouts.C.TotalMilliseconds} ms and is not valid");
        return status;
    }

    private async ValueTask<int> UntilBurstAsync()
    {
        int count = 0;
        if (!await UntilAsync(timeouts.A, async () => (count = (await StatusAsync()).BurstCount) > 0).ConfigureAwait(false))
            throw new TisException(TisFailure.BurstCount, $"the burst count stays 0 for {timeouts.A.TotalMilliseconds} ms");
        return Math.Min(count, mostInOne);
    }

    /// <summary>Looks at once, and then after pauses that grow from 1 to 10 ms; a last time when the limit has passed.</summary>
    private async ValueTask<bool> UntilAsync(TimeSpan limit, Func<ValueTask<bool>> condition, CancellationToken cancellation = default)
    {
        long began = time.GetTimestamp();
        TimeSpan pause = FirstPause;
        while (true)
        {
            bool isLast = time.GetElapsedTime(began) >= limit;
            if (await condition().ConfigureAwait(false))
                return true;
            if (isLast)
                return false;
            await Task.Delay(pause, time, cancellation).ConfigureAwait(false);
            pause = pause + pause < LongestPause ? pause + pause : LongestPause;
        }
    }
}
