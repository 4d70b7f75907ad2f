namespace Attestation.Tpm.Transports.Spi;

/// <summary>A TPM on an SPI bus, spoken to without a driver of the kernel: FIFO interface of the PC Client Platform TPM Profile. It holds the locality for the
/// time of one command. There is no resource manager: objects and sessions that are left loaded stay loaded.</summary>
/// <remarks>The profile's checksum registers (TPM_DATA_CSUM) exist on I2C only, so a byte changed on the wire is found by the response's own structure, or by the HMAC of a
/// session, or not at all.</remarks>
public sealed class SpiTransport : ITpmTransport
{
    private readonly ISpiBus bus;
    private readonly TisInterface tis;

    private SpiTransport(ISpiBus bus, TisInterface tis, TisIdentity identity) => (this.bus, this.tis, Identity) = (bus, tis, identity);

    public TisIdentity Identity { get; }

    /// <summary>Meets the TPM on a bus.</summary>
    /// <param name="bus">Disposed with the transport, also when this fails.</param>
    /// <param name="locality">0 to 4; operating systems use 0.</param>
    /// <param name="timeouts">Of the interface.</param>
    /// <param name="time">Waits.</param>
    /// <exception cref="TisException">No TPM 2.0 answers.</exception>
    public static async Task<SpiTransport> OpenAsync(ISpiBus bus, int locality = 0, TisTimeouts? timeouts = null, TimeProvider? time = null)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)locality, 4u);
        timeouts ??= new TisTimeouts();
        time ??= TimeProvider.System;
        var tis = new TisInterface(new SpiRegisters(bus, timeouts, time), locality, timeouts, time);
        try
        {
            TisIdentity identity = await tis.GreetAsync().ConfigureAwait(false);
            await tis.RequestLocalityAsync().ConfigureAwait(false);
            await tis.CheckFamilyAsync(identity).ConfigureAwait(false);
            await tis.RelinquishAsync().ConfigureAwait(false);
            return new SpiTransport(bus, tis, identity);
        }
        catch
        {
            bus.Dispose();
            throw;
        }
    }

    /// <exception cref="TisException">The interface failed.</exception>
    public async ValueTask<byte[]> ExchangeAsync(ReadOnlyMemory<byte> command, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        await tis.RequestLocalityAsync().ConfigureAwait(false);
        try
        {
            byte[] response = await tis.ExchangeAsync(command, cancellation).ConfigureAwait(false);
            await tis.AbortAsync().ConfigureAwait(false);
            await tis.RelinquishAsync().ConfigureAwait(false);
            return response;
        }
        catch (TisException e) when (e.Failure == TisFailure.LocalityLost)
        {
            throw; // the TPM is another's now
        }
        catch
        {
            await LeaveAsync().ConfigureAwait(false);
            throw;
        }
    }

    public ValueTask DisposeAsync()
    {
        bus.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>After a failure: the next command should find the TPM idle. What fails here is not the news.</summary>
    private async ValueTask LeaveAsync()
    {
        try
        {
            await tis.AbortAsync().ConfigureAwait(false);
            await tis.RelinquishAsync().ConfigureAwait(false);
        }
        catch (TisException)
        {
            // the failure that led here is thrown by the caller
        }
    }
}
