using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Attestation.Verifier.Http;

/// <summary>
/// Answers a client that ends its side of the connection inside a request body (TCP half-close). The web server would drop such a
/// connection without a word; here the body's reader learns that no more will come, and its refusal still reaches the client.
/// </summary>
public sealed class HalfClose : IDuplexPipe
{
    private readonly HeldInput _input;

    private HalfClose(IDuplexPipe inner, CancellationToken clientEnded)
    {
        _input = new HeldInput(inner.Input);
        Output = inner.Output;
        ClientEnded = clientEnded;
    }

    public PipeReader Input => _input;

    public PipeWriter Output { get; }

    /// <summary>Cancelled when a body's reader waits for bytes that will not come.</summary>
    public CancellationToken Ended => _input.Ended;

    /// <summary>
    /// Cancelled when the client has ended its side, which most do only when they go away: who lets a request wait need not wait any longer.
    /// </summary>
    public CancellationToken ClientEnded { get; }

    /// <summary>From now on the end of the input is told through <see cref="Ended"/> and not to the web server.</summary>
    public void Hold() => _input.Hold();

    /// <summary>From now on the web server sees the connection as it is.</summary>
    public void Release() => _input.Release();

    /// <summary>Puts itself between a connection and the web server.</summary>
    public static ConnectionDelegate Around(ConnectionDelegate next) => async connection =>
    {
        var held = new HalfClose(connection.Transport, connection.ConnectionClosed);
        connection.Transport = held;
        // The server would abort the answer as soon as the client has ended its side; a lost connection still fails its reads and writes.
        connection.ConnectionClosed = CancellationToken.None;
        connection.Features.Set(held);
        try
        {
            await next(connection);
        }
        finally
        {
            held._input.Dispose();
        }
    };

    /// <summary>The connection's input, whose end can be held back.</summary>
    private sealed class HeldInput(PipeReader inner) : PipeReader, IDisposable
    {
        private readonly CancellationTokenSource _ended = new();
        private readonly TaskCompletionSource _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private SequencePosition _end;
        private bool _held;
        private bool _sawEnd;
        private bool _examinedAll;
        private bool _empty;

        /// <summary>The peer has ended its side, and what it sent before has been looked at whole: pipelined requests may still stand in it.</summary>
        private bool NothingComes => _held && _sawEnd && _examinedAll;

        public CancellationToken Ended => _ended.Token;

        public void Hold() => _held = true;

        public void Release()
        {
            _held = false;
            _waiting.TrySetResult();
        }

        /// <summary>
        /// Behind the held end it waits until the reader gives up, who then gets an empty, cancelled result. Later reads, by which the server
        /// would get rid of the rest of the body, fail in the way that makes it close the connection once its answer is out.
        /// </summary>
        public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
        {
            RefuseAfterEnd();
            if (!NothingComes)
                return Hide(await inner.ReadAsync(cancellationToken));
            await _ended.CancelAsync();
            await _waiting.Task.WaitAsync(cancellationToken);
            if (!_held)
                RefuseAfterEnd();
            _empty = true;
            return new ReadResult(default, isCanceled: true, isCompleted: false);
        }

        public override bool TryRead(out ReadResult result)
        {
            RefuseAfterEnd();
            result = default;
            if (NothingComes || !inner.TryRead(out result))
                return false;
            result = Hide(result);
            return true;
        }

        public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
        {
            if (!_empty)
            {
                _examinedAll = examined.Equals(_end);
                inner.AdvanceTo(consumed, examined);
            }
            _empty = false;
        }

        public override void CancelPendingRead()
        {
            if (NothingComes)
                _waiting.TrySetResult();
            else
                inner.CancelPendingRead();
        }

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public void Dispose() => _ended.Dispose();

        private void RefuseAfterEnd()
        {
            if (!_held && _ended.IsCancellationRequested)
                throw new BadHttpRequestException("the body ended early");
        }

        private ReadResult Hide(ReadResult result)
        {
            _end = result.Buffer.End;
            if (!_held || !result.IsCompleted)
                return result;
            _sawEnd = true;
            return new ReadResult(result.Buffer, result.IsCanceled, isCompleted: false);
        }
    }
}
