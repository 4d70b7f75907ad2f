using System.Net.Sockets;

namespace Attestation.Tpm.Transports;

/// <summary>
/// The protocol of the TCG reference simulator (mssim): a command channel, and a platform channel on the next port. All numbers big-endian.
/// <code>
///   command channel   u32 8 (send command) | u8 locality | u32 size | command     ->  u32 size | response | u32 0
///   platform channel  u32 signal                                                  ->  u32 0
/// </code>
/// </summary>
public sealed class MssimTransport : ITpmTransport
{
    private const uint SignalPowerOn = 1;
    private const uint SignalPowerOff = 2;
    private const uint SendCommand = 8;
    private const uint SignalNvOn = 11;
    private const uint SessionEnd = 20;

    private readonly NetworkStream command;
    private readonly NetworkStream platform;

    private MssimTransport(NetworkStream command, NetworkStream platform) => (this.command, this.platform) = (command, platform);

    /// <summary>Connects both channels and switches power and NV on; TPM2_Startup is the caller's.</summary>
    public static async Task<MssimTransport> ConnectAsync(string host, int port, CancellationToken cancellation)
    {
        NetworkStream platform = await TpmEndpoint.Tcp(host, port + 1).ConnectAsync(cancellation).ConfigureAwait(false);
        NetworkStream command;
        try
        {
            await SignalAsync(platform, SignalPowerOn, cancellation).ConfigureAwait(false);
            await SignalAsync(platform, SignalNvOn, cancellation).ConfigureAwait(false);
            command = await TpmEndpoint.Tcp(host, port).ConnectAsync(cancellation).ConfigureAwait(false);
        }
        catch
        {
            await platform.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        return new MssimTransport(command, platform);
    }

    public async ValueTask<byte[]> ExchangeAsync(ReadOnlyMemory<byte> command, CancellationToken cancellation)
    {
        byte[] request = [.. TpmFraming.U32(SendCommand), 0, .. TpmFraming.U32((uint)command.Length), .. command.Span];
        try
        {
            await this.command.WriteAsync(request, cancellation).ConfigureAwait(false);
            return await ReadAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await this.command.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Power off and on again: a TPM Reset if TPM2_Startup(CLEAR) follows.</summary>
    public async Task PowerCycleAsync(CancellationToken cancellation)
    {
        await SignalAsync(platform, SignalPowerOff, cancellation).ConfigureAwait(false);
        await SignalAsync(platform, SignalPowerOn, cancellation).ConfigureAwait(false);
        await SignalAsync(platform, SignalNvOn, cancellation).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await command.WriteAsync(TpmFraming.U32(SessionEnd)).ConfigureAwait(false);
            await platform.WriteAsync(TpmFraming.U32(SessionEnd)).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // the simulator is gone already: there is no session left to end
        }
        await command.DisposeAsync().ConfigureAwait(false);
        await platform.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask<byte[]> ReadAsync(CancellationToken cancellation)
    {
        uint size = await TpmFraming.ReadU32Async(command, cancellation).ConfigureAwait(false);
        if (size is < TpmFraming.HeaderBytes or > TpmFraming.MostBytes)
            throw new IOException($"the simulator announced a response of {size} bytes");
        var response = new byte[size];
        await command.ReadExactlyAsync(response, cancellation).ConfigureAwait(false);
        uint end = await TpmFraming.ReadU32Async(command, cancellation).ConfigureAwait(false);
        return end == 0 ? response : throw new IOException($"the simulator ended a command with {end}");
    }

    private static async Task SignalAsync(NetworkStream platform, uint signal, CancellationToken cancellation)
    {
        await platform.WriteAsync(TpmFraming.U32(signal), cancellation).ConfigureAwait(false);
        uint result = await TpmFraming.ReadU32Async(platform, cancellation).ConfigureAwait(false);
        if (result != 0)
            throw new IOException($"the simulator answered signal {signal} with {result}");
    }
}
