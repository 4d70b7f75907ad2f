using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Attestation.Tpm.Transports.Spi;

/// <summary>Commands and responses through the FIFO: PTP 1.05 clause 6.5.1.3, states Idle, Ready, Reception, Execution and Completion.</summary>
internal sealed partial class TisInterface
{
    /// <summary>How often a response is read before it is given up.</summary>
    public const int MostReads = 3;

    private const ushort TagNoSessions = 0x8001;
    private const ushort TagSessions = 0x8002;
    private const ushort TagOfOldErrors = 0x00C4;

    /// <summary>Sends a command, waits for its end, reads the response.</summary>
    public async ValueTask<byte[]> ExchangeAsync(ReadOnlyMemory<byte> command, CancellationToken cancellation)
    {
        await MakeReadyAsync().ConfigureAwait(false);
        await SendAsync(command).ConfigureAwait(false);
        await WriteStatusAsync(TisStatus.Go).ConfigureAwait(false);
        await UntilExecutedAsync(cancellation).ConfigureAwait(false);
        return await ReceiveAsync().ConfigureAwait(false);
    }

    /// <summary>The TPM drops whatever it is at: a command half sent, one at work, a response.</summary>
    public ValueTask AbortAsync() => WriteStatusAsync(TisStatus.CommandReady);

    /// <summary>tpmFamily is 1; interfaces before PTP do not say.</summary>
    public async ValueTask CheckFamilyAsync(TisIdentity who)
    {
        TisStatus status = await UntilDrivenAsync().ConfigureAwait(false);
        if (who.InterfaceVersion >= 3 && status.Family != 1)
            throw new TisException(TisFailure.Family, $"the TPM {who} says that its family is {status.Family}, which is not 2.0");
    }

    /// <summary>From Completion, Reception and Execution the first commandReady leads to Idle, from there the second to Ready; some parts go at once.</summary>
    private async ValueTask MakeReadyAsync()
    {
        bool isReady = (await UntilDrivenAsync().ConfigureAwait(false)).IsCommandReady;
        foreach (TimeSpan limit in (TimeSpan[])[timeouts.C, timeouts.B])
        {
            if (isReady)
                return;
            await WriteStatusAsync(TisStatus.CommandReady).ConfigureAwait(false);
            isReady = await UntilAsync(limit, async () => (await StatusAsync()).IsCommandReady).ConfigureAwait(false);
        }
        if (!isReady)
            throw new TisException(TisFailure.NotReady, $"the TPM is not ready for a command after {timeouts.B.TotalMilliseconds} ms");
    }

    /// <summary>In bursts; the last byte goes alone, since Expect must be 1 before it and 0 after it.</summary>
    private async ValueTask SendAsync(ReadOnlyMemory<byte> command)
    {
        for (int sent = 0; sent < command.Length;)
        {
            bool isLast = sent == command.Length - 1;
            int count = isLast ? 1 : Math.Min(await UntilBurstAsync().ConfigureAwait(false), command.Length - 1 - sent);
            if (isLast)
                await UntilBurstAsync().ConfigureAwait(false);
            await registers.WriteAsync(TisRegister.At(TisRegister.DataFifo, locality), command.Slice(sent, count)).ConfigureAwait(false);
            sent += count;
            bool isExpecting = (await UntilValidAsync().ConfigureAwait(false)).IsExpecting;
            if (!isExpecting && sent < command.Length)
                throw new TisException(TisFailure.CommandCutShort, $"the TPM expects nothing more after {sent} of {command.Length} bytes of the command");
            if (isExpecting && sent == command.Length)
                throw new TisException(TisFailure.CommandIncomplete, $"the TPM still expects bytes after all {sent} of the command");
        }
    }

    private async ValueTask UntilExecutedAsync(CancellationToken cancellation)
    {
        try
        {
            if (await UntilAsync(timeouts.Execution, async () => (await StatusAsync()).HasData, cancellation).ConfigureAwait(false))
                return;
        }
        catch (OperationCanceledException)
        {
            await CancelAsync().ConfigureAwait(false);
            throw;
        }
        throw new TisException(TisFailure.Execution, $"no response after {timeouts.Execution.TotalSeconds} s");
    }

    /// <summary>commandCancel asks the TPM to end the command soon, with TPM_RC_CANCELED or as it would have ended.</summary>
    private async ValueTask CancelAsync()
    {
        await registers.WriteAsync(TisRegister.At(TisRegister.Status, locality) + 3, new[] { TisStatus.CancelInFourthByte }).ConfigureAwait(false);
        if (!await UntilAsync(timeouts.B, async () => (await StatusAsync()).HasData).ConfigureAwait(false))
            throw new TisException(TisFailure.NotCancelled, $"the command that was cancelled has not ended after {timeouts.B.TotalMilliseconds} ms");
    }

    private async ValueTask<byte[]> ReceiveAsync()
    {
        string defect = "";
        for (int read = 1; read <= MostReads; read++)
        {
            if (read > 1)
                await WriteStatusAsync(TisStatus.ResponseRetry).ConfigureAwait(false);
            (byte[]? response, defect) = await TryReceiveAsync().ConfigureAwait(false);
            if (response is not null)
                return response;
        }
        throw new TisException(TisFailure.Response, $"the response was read {MostReads} times and {defect}");
    }

    private async ValueTask<(byte[]? Response, string Defect)> TryReceiveAsync()
    {
        var buffer = new byte[TpmFraming.MostBytes];
        try
        {
            if (!await FillAsync(buffer.AsMemory(0, TpmFraming.HeaderBytes)).ConfigureAwait(false))
                return (null, "ends inside its header");
            ushort tag = BinaryPrimitives.ReadUInt16BigEndian(buffer);
            uint size = BinaryPrimitives.ReadUInt32BigEndian(buffer.AsSpan(2));
            if (tag is not (TagNoSessions or TagSessions or TagOfOldErrors) || size is < TpmFraming.HeaderBytes or > TpmFraming.MostBytes)
                return (null, $"begins with {Convert.ToHexStringLower(buffer.AsSpan(0, 6))}, which no response does");
            if (!await FillAsync(buffer.AsMemory(TpmFraming.HeaderBytes, (int)size - TpmFraming.HeaderBytes)).ConfigureAwait(false))
                return (null, $"ends before its {size} bytes");
            return (await UntilValidAsync().ConfigureAwait(false)).HasData ? (null, $"goes on after its {size} bytes") : (buffer[..(int)size], "");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer); // what was unsealed passes through it
        }
    }

    /// <summary>False when the TPM has no more data before the buffer is full.</summary>
    private async ValueTask<bool> FillAsync(Memory<byte> buffer)
    {
        for (int at = 0; at < buffer.Length;)
        {
            if (!await UntilAsync(timeouts.C, async () => (await StatusAsync()).HasData).ConfigureAwait(false))
                return false;
            int count = Math.Min(await UntilBurstAsync().ConfigureAwait(false), buffer.Length - at);
            await registers.ReadAsync(TisRegister.At(TisRegister.DataFifo, locality), buffer.Slice(at, count)).ConfigureAwait(false);
            at += count;
        }
        return true;
    }

    private async ValueTask<TisStatus> UntilDrivenAsync()
    {
        TisStatus status = default;
        if (!await UntilAsync(timeouts.C, async () => (status = await StatusAsync()).IsDriven).ConfigureAwait(false))
            throw new TisException(TisFailure.Status, $"TPM_STS reads {status.Value:x8}, with bits that no TPM sets");
        return status;
    }
}
