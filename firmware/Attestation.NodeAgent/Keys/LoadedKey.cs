using Attestation.Tpm.Commands;
using Attestation.Tpm.Sessions;
using Attestation.Tpm.Wire;

namespace Attestation.NodeAgent.Keys;

/// <summary>How a key came to be in the TPM this time.</summary>
public enum KeyOrigin
{
    /// <summary>It was persistent, and its Name is the one remembered.</summary>
    Persistent,

    /// <summary>Loaded from its private area.</summary>
    Reloaded,

    /// <summary>Nothing was remembered, but a persistent key of ours was in the agent's range.</summary>
    Adopted,

    /// <summary>Made now: the verifier does not know it yet.</summary>
    Created,
}

/// <summary>A key of ours that is in the TPM now. Disposed, it leaves the TPM again unless it is persistent.</summary>
public sealed class LoadedKey : IAsyncDisposable
{
    private readonly TpmConnection tpm;

    internal LoadedKey(TpmConnection tpm, KeptKey kept, uint handle, KeyOrigin origin)
    {
        (this.tpm, Kept, Origin) = (tpm, kept, origin);
        Handle = new TpmHandle(handle, kept.Name);
    }

    public KeptKey Kept { get; }

    public TpmtPublic Public => Kept.Public;

    /// <summary>TPM name: algorithm and digest of the public area.</summary>
    public byte[] Name => Kept.Name;

    public TpmHandle Handle { get; }

    public KeyOrigin Origin { get; }

    public bool IsPersistent => Handle.Value >= TpmRh.PersistentFirst;

    /// <summary>Why a key that was remembered is gone for good; null where none was lost. The node has to enrol again.</summary>
    public string? Lost { get; init; }

    /// <summary>What an operator should know, as that the key could not be made persistent.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The same with one more note.</summary>
    internal LoadedKey With(string note) => new(tpm, Kept, Handle.Value, Origin) { Lost = Lost, Notes = [.. Notes, note] };

    public async ValueTask DisposeAsync()
    {
        if (!IsPersistent)
            await tpm.FlushAsync(Handle.Value);
    }
}
