namespace Attestation.Simulator.Verifiers;

/// <summary>A verifier that this program started, with a client for it. Disposing it ends the process.</summary>
public sealed class RunningVerifier(VerifierProcess process) : IAsyncDisposable
{
    public Uri Address => process.Address;

    public VerifierClient Client { get; } = VerifierClient.For(process.Address);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await process.DisposeAsync();
    }
}
