using Attestation.Tpm.Commands;
using Attestation.Tpm.Sessions;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.NodeAgent.Keys;

/// <summary>Where a key of ours is remembered and what it is.</summary>
/// <param name="File">State file; written atomically, for its owner alone.</param>
/// <param name="Template">What TPM2_Create is asked for when there is none yet.</param>
public sealed record KeyPlace(string File, TpmtPublic Template)
{
    /// <summary>Persistent handles that the operator leaves to the agent; null: nothing is made persistent, the private area is loaded each time.</summary>
    public HandleRange? Handles { get; init; } = HandleRange.Default;
}

/// <summary>
/// Keeps one key of the TPM over resets, restarts of the agent and crashes at any point. In this order: the persistent handle, if the key there has
/// the Name remembered; the private area, loaded under its parent; and only where both are gone for good - the TPM was cleared or is another one -
/// a new key. A failure that may pass never replaces a key. The file is on the disk before the key becomes persistent, so that no crash loses it.
/// </summary>
public sealed class TpmKeyStore(TpmConnection tpm, KeyPlace place, EndorsementOptions options)
{
    /// <summary>The key, in the TPM.</summary>
    /// <exception cref="AgentException">The file is damaged, or there is no endorsement key to make one under.</exception>
    /// <exception cref="TpmException">The TPM refused something that may work later; the key remembered stays.</exception>
    public async Task<LoadedKey> OpenAsync(CancellationToken cancellation = default)
    {
        if (Remembered() is not { } kept)
            return await AdoptAsync(cancellation) ?? await CreateAsync(null, cancellation);
        if (kept.PersistentHandle is { } handle && await IsAtAsync(kept, handle, cancellation))
            return new LoadedKey(tpm, kept, handle, KeyOrigin.Persistent) { Notes = OtherKind(kept) };
        (LoadedKey? loaded, string? lost) = await ReloadAsync(kept, cancellation);
        if (loaded is not null)
            return loaded;
        DurableFile.Write(place.File + ".lost", kept.Encode());
        return await CreateAsync(lost, cancellation);
    }

    /// <summary>What the file says, without a word with the TPM; null where there is no file.</summary>
    /// <exception cref="AgentException">The file is damaged.</exception>
    public KeptKey? Remembered()
    {
        if (DurableFile.TryRead(place.File) is not { } content)
            return null;
        return KeptKey.Decode(content) ?? throw AgentException.Failed(
            $"{place.File} is damaged. Restore it, or remove it: a persistent key of the TPM is then found again, any other one is lost and the node has to enrol anew.");
    }

    /// <summary>A key of another kind than the one asked for stays: the verifier knows it.</summary>
    private IReadOnlyList<string> OtherKind(KeptKey kept) => KeyShape.IsSame(kept.Public, place.Template)
        ? []
        : [$"The key remembered is of another kind than the one asked for, and stays. Remove {place.File} for a new one; the node then has to enrol again."];

    private async Task<bool> IsAtAsync(KeptKey kept, uint handle, CancellationToken cancellation) =>
        await PersistentHandles.TryReadAsync(tpm, handle, cancellation) is { } found && found.Name.AsSpan().SequenceEqual(kept.Name);

    /// <summary>The key from its private area, or why it is gone for good.</summary>
    private async Task<(LoadedKey? Key, string? Lost)> ReloadAsync(KeptKey kept, CancellationToken cancellation)
    {
        string name = Convert.ToHexStringLower(kept.Name);
        if (kept.Private.Length == 0)
            return (null, $"The key {name} is no longer at its persistent handle, and its private area was never known: the TPM was cleared.");
        await using EndorsementKey? parent = await EndorsementKeys.ReopenAsync(tpm, kept.Parent, kept.ParentName, options.EndorsementAuth, cancellation);
        if (parent is null)
            return (null, $"The key {name} belongs to another TPM: the endorsement key above it, {Convert.ToHexStringLower(kept.ParentName)}, cannot be made here.");
        try
        {
            LoadResponse loaded = await parent.UseAsync(
                use => tpm.SendAsync(new Load(parent.Handle, kept.Private, kept.Public), [use], cancellation), cancellation);
            return (await PersistAsync(kept, loaded.ObjectHandle, KeyOrigin.Reloaded, null, cancellation), null);
        }
        catch (TpmException e) when (e.Code.Base == TpmCodes.Integrity)
        {
            return (null, $"The TPM was cleared: the key {name} can never be loaded again.");
        }
    }

    /// <summary>No file, but a persistent key of exactly our kind under the endorsement key: the disk was replaced, the TPM was not.</summary>
    private async Task<LoadedKey?> AdoptAsync(CancellationToken cancellation)
    {
        if (place.Handles is not { } range)
            return null;
        foreach (uint handle in await PersistentHandles.InRangeAsync(tpm, range.First, range.Last, cancellation))
        {
            if (await PersistentHandles.TryReadAsync(tpm, handle, cancellation) is not { } found || !KeyShape.IsSame(found.OutPublic, place.Template))
                continue;
            await using EndorsementKey parent = await EndorsementKeys.OpenAsync(tpm, options, cancellation);
            if (!found.QualifiedName.AsSpan().SequenceEqual(TpmName.Qualified(parent.QualifiedName, found.OutPublic)))
                continue;
            var kept = new KeptKey(found.OutPublic, [], handle, parent.Template) { ParentName = parent.Name };
            DurableFile.Write(place.File, kept.Encode());
            return new LoadedKey(tpm, kept, handle, KeyOrigin.Adopted);
        }
        return null;
    }

    private async Task<LoadedKey> CreateAsync(string? lost, CancellationToken cancellation)
    {
        await using EndorsementKey parent = await EndorsementKeys.OpenAsync(tpm, options, cancellation);
        var create = new Create(parent.Handle, TpmsSensitiveCreate.Empty, place.Template, [], TpmlPcrSelection.Empty);
        CreateResponse made = await parent.UseAsync(use => tpm.SendAsync(create, [use], cancellation), cancellation);
        var kept = new KeptKey(made.OutPublic, made.OutPrivate, null, parent.Template) { ParentName = parent.Name };
        DurableFile.Write(place.File, kept.Encode());
        LoadResponse loaded = await parent.UseAsync(
            use => tpm.SendAsync(new Load(parent.Handle, kept.Private, kept.Public), [use], cancellation), cancellation);
        return await PersistAsync(kept, loaded.ObjectHandle, KeyOrigin.Created, lost, cancellation);
    }

    /// <summary>Gives a loaded key a persistent handle of the range. Where that is not possible it is used as it is, and its private area is loaded next time.</summary>
    private async Task<LoadedKey> PersistAsync(KeptKey kept, uint transient, KeyOrigin origin, string? lost, CancellationToken cancellation)
    {
        var loaded = new LoadedKey(tpm, kept, transient, origin) { Lost = lost, Notes = OtherKind(kept) };
        if (place.Handles is not { } range)
            return loaded;
        IReadOnlyList<uint> taken = await PersistentHandles.InRangeAsync(tpm, range.First, range.Last, cancellation);
        uint handle = range.First;
        while (taken.Contains(handle))
            handle++;
        if (handle > range.Last)
            return loaded.With($"No persistent handle is free from 0x{range.First:X8} to 0x{range.Last:X8}.");
        try
        {
            var evict = new EvictControl(TpmHandle.Owner, new TpmHandle(transient, kept.Name), handle);
            await tpm.SendAsync(evict, [Authorization.Password(options.OwnerAuth)], cancellation);
        }
        catch (TpmException e)
        {
            return loaded.With($"The key was not made persistent: {e.Message}");
        }
        await tpm.FlushAsync(transient, cancellation);
        KeptKey persistent = kept with { PersistentHandle = handle };
        DurableFile.Write(place.File, persistent.Encode());
        return new LoadedKey(tpm, persistent, handle, origin) { Lost = lost, Notes = loaded.Notes };
    }
}
