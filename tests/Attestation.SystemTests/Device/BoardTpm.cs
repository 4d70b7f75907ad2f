using Attestation.Device.Gpio;
using Attestation.Device.Tpm;
using Attestation.Tpm.Transports;

namespace Attestation.SystemTests.Device;

/// <summary>A board's way to a software TPM.</summary>
internal sealed class BoardTpm(SocketTransport transport) : ITpmChannel, IAsyncDisposable
{
    /// <summary>Command codes, in order.</summary>
    public List<uint> Sent { get; } = [];

    public static async Task<BoardTpm> ConnectAsync(TpmEndpoint endpoint) => new(await SocketTransport.ConnectAsync(endpoint, CancellationToken.None));

    public bool TryExchange(byte[] command, byte[] response, out int length)
    {
        Sent.Add(System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(command.AsSpan(6)));
        byte[] answer = transport.ExchangeAsync(command, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        length = answer.Length;
        answer.CopyTo(response, 0);
        return true;
    }

    public ValueTask DisposeAsync() => transport.DisposeAsync();
}

/// <summary>Waits for nothing.</summary>
internal sealed class NoPause : IPause
{
    public void Wait(int milliseconds)
    {
    }
}
