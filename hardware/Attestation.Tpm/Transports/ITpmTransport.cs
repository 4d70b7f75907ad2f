namespace Attestation.Tpm.Transports;

/// <summary>A way to a TPM: one command in, its response out. Device, socket and fault injector are interchangeable.</summary>
public interface ITpmTransport : IAsyncDisposable
{
    /// <summary>Sends a whole command and waits for the whole response. The caller awaits one before the next.</summary>
    /// <exception cref="IOException">The way to the TPM is broken; nothing is known about the command.</exception>
    /// <exception cref="OperationCanceledException">Cancelled. The TPM may have carried the command out.</exception>
    ValueTask<byte[]> ExchangeAsync(ReadOnlyMemory<byte> command, CancellationToken cancellation);
}
