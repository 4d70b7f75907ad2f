using System.Net.Sockets;

namespace Attestation.Tpm.Transports;

/// <summary>
/// swtpm's control channel (swtpm_ioctls(3)): what a mainboard does to a TPM. Each request is a 32-bit command and its arguments, each
/// response begins with a 32-bit result, 0 for success; all big-endian.
/// </summary>
public sealed class SwtpmControl : IAsyncDisposable
{
    private const uint CmdGetCapability = 1;
    private const uint CmdInit = 2;
    private const uint CmdShutdown = 3;
    private const uint CmdStop = 14;

    private readonly NetworkStream stream;

    private SwtpmControl(NetworkStream stream) => this.stream = stream;

    public static async Task<SwtpmControl> ConnectAsync(TpmEndpoint endpoint, CancellationToken cancellation) =>
        new(await endpoint.ConnectAsync(cancellation).ConfigureAwait(false));

    /// <summary>The capability bits of this swtpm.</summary>
    public async Task<ulong> GetCapabilityAsync(CancellationToken cancellation)
    {
        await RequestAsync(CmdGetCapability, [], cancellation).ConfigureAwait(false);
        uint high = await TpmFraming.ReadU32Async(stream, cancellation).ConfigureAwait(false);
        return (ulong)high << 32 | await TpmFraming.ReadU32Async(stream, cancellation).ConfigureAwait(false);
    }

    /// <summary>_TPM_Init: power on or reset. TPM2_Startup must follow.</summary>
    /// <param name="deleteVolatileState">Also forgets what survives a reset of the machine but not a power cut.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    public async Task InitAsync(bool deleteVolatileState, CancellationToken cancellation)
    {
        await RequestAsync(CmdInit, TpmFraming.U32(deleteVolatileState ? 1u : 0u), cancellation).ConfigureAwait(false);
        await ResultAsync("INIT", cancellation).ConfigureAwait(false);
    }

    /// <summary>Takes the power away: the TPM stops, the process stays.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        await RequestAsync(CmdStop, [], cancellation).ConfigureAwait(false);
        await ResultAsync("STOP", cancellation).ConfigureAwait(false);
    }

    /// <summary>Ends the process.</summary>
    public async Task ShutdownAsync(CancellationToken cancellation)
    {
        await RequestAsync(CmdShutdown, [], cancellation).ConfigureAwait(false);
        await ResultAsync("SHUTDOWN", cancellation).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private ValueTask RequestAsync(uint command, byte[] arguments, CancellationToken cancellation) =>
        stream.WriteAsync((byte[])[.. TpmFraming.U32(command), .. arguments], cancellation);

    private async Task ResultAsync(string what, CancellationToken cancellation)
    {
        uint result = await TpmFraming.ReadU32Async(stream, cancellation).ConfigureAwait(false);
        if (result != 0)
            throw new IOException($"swtpm answered {what} with error 0x{result:X}");
    }
}
