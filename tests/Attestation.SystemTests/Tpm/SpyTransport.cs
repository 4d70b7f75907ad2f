using Attestation.Tpm.Transports;

namespace Attestation.SystemTests.Tpm;

/// <summary>Stands on the wire: records what passes, and changes responses where a test says so.</summary>
internal sealed class SpyTransport(ITpmTransport inner) : ITpmTransport
{
    private readonly List<byte[]> passed = [];

    public Func<byte[], byte[]> OnResponse { get; set; } = response => response;

    public async ValueTask<byte[]> ExchangeAsync(ReadOnlyMemory<byte> command, CancellationToken cancellation)
    {
        passed.Add(command.ToArray());
        byte[] response = await inner.ExchangeAsync(command, cancellation);
        passed.Add(response);
        return OnResponse(response);
    }

    /// <summary>What passed so far was no business of the test's.</summary>
    public void Forget() => passed.Clear();

    public bool Saw(byte[] bytes) => passed.Any(message => message.AsSpan().IndexOf(bytes) >= 0);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
