using System.Security.Cryptography;
using Attestation.Tpm.Commands;
using Attestation.Tpm.Transports;
using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Sessions;

/// <summary>Sends commands over a transport: framing, authorization, retries, checks of the response.</summary>
public sealed partial class TpmConnection : IAsyncDisposable
{
    /// <summary>How often a command is sent before TPM_RC_RETRY, YIELDED or TESTING is passed on.</summary>
    public const int MostAttempts = 20;

    private readonly ITpmTransport transport;
    private readonly TimeProvider time;
    private readonly SemaphoreSlim turn = new(1, 1);

    /// <param name="transport">The way to the TPM; disposed with the connection.</param>
    /// <param name="time">Waits between attempts.</param>
    public TpmConnection(ITpmTransport transport, TimeProvider? time = null)
    {
        this.transport = transport;
        this.time = time ?? TimeProvider.System;
    }

    /// <summary>Sends a command whose authorized handles, if any, take the empty password.</summary>
    public Task<TResponse> SendAsync<TCommand, TResponse>(ITpmCommand<TCommand, TResponse> command, CancellationToken cancellation = default)
        where TCommand : ITpmCommand<TCommand, TResponse>
        where TResponse : ITpmResponse<TResponse> =>
        SendAsync(command, [.. Enumerable.Repeat(Authorization.Empty, TCommand.Shape.AuthHandles)], cancellation);

    /// <summary>Sends a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="authorizations">One for each handle that needs one, in order; further ones encrypt parameters or audit.</param>
    /// <param name="cancellation">Cancels the wait; the TPM may have carried the command out.</param>
    /// <exception cref="TpmException">The TPM refused it.</exception>
    /// <exception cref="TpmProtocolException">The response is malformed, or its HMAC does not verify.</exception>
    /// <exception cref="IOException">The way to the TPM is broken.</exception>
    public async Task<TResponse> SendAsync<TCommand, TResponse>(
        ITpmCommand<TCommand, TResponse> command, Authorization[] authorizations, CancellationToken cancellation = default)
        where TCommand : ITpmCommand<TCommand, TResponse>
        where TResponse : ITpmResponse<TResponse>
    {
        if (authorizations.Length < TCommand.Shape.AuthHandles)
            throw new ArgumentException($"{TCommand.Shape.Name} needs {TCommand.Shape.AuthHandles} authorizations", nameof(authorizations));
        await turn.WaitAsync(cancellation).ConfigureAwait(false);
        var parameters = new WireWriter();
        byte[] sealedCommand = [];
        byte[] clear = [];
        try
        {
            command.Write(parameters);
            var exchange = new AuthorizedExchange(TCommand.Shape, command.Handles, authorizations);
            sealedCommand = exchange.Seal(parameters.ToArray());
            ResponseFrame frame = await RetriedAsync(TCommand.Shape, sealedCommand, cancellation).ConfigureAwait(false);
            clear = exchange.Open(frame);
            return ReadResponse<TResponse>(TCommand.Shape, frame, clear);
        }
        finally
        {
            parameters.Wipe();
            CryptographicOperations.ZeroMemory(sealedCommand); // a password stands in it
            CryptographicOperations.ZeroMemory(clear);
            turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await transport.DisposeAsync().ConfigureAwait(false);
        turn.Dispose();
    }

    /// <summary>The very same bytes are sent again: the TPM did nothing and kept its nonces (Part 3 clause 5.2).</summary>
    private async Task<ResponseFrame> RetriedAsync(CommandShape shape, byte[] command, CancellationToken cancellation)
    {
        for (int attempt = 1; ; attempt++)
        {
            byte[] response = await transport.ExchangeAsync(command, cancellation).ConfigureAwait(false);
            if (!ResponseFrame.TryParse(response, shape.ResponseHandle, out ResponseFrame? frame, out WireError error))
                throw new TpmProtocolException($"the response to {shape.Name} cannot be read: {error.Sentence}");
            if (frame!.ResponseCode == TpmRc.Success)
                return frame;
            bool again = frame.ResponseCode == TpmRc.Retry || frame.ResponseCode == TpmRc.Yielded || frame.ResponseCode == TpmRc.Testing;
            if (!again || attempt == MostAttempts)
                throw new TpmException(frame.ResponseCode, shape.Explain(frame.ResponseCode));
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(5 << attempt, 250)), time, cancellation).ConfigureAwait(false);
        }
    }

    private static TResponse ReadResponse<TResponse>(CommandShape shape, ResponseFrame frame, byte[] parameters)
        where TResponse : ITpmResponse<TResponse>
    {
        var reader = new WireReader(parameters);
        TResponse response = TResponse.Read(frame.Handle ?? 0, reader);
        if (!reader.Failed && reader.Remaining > 0)
            reader.Fail(WireDefect.TrailingBytes, "parameters", reader.Position);
        return reader.Failed ? throw new TpmProtocolException($"the response to {shape.Name} cannot be read: {reader.Error.Sentence}") : response;
    }
}
