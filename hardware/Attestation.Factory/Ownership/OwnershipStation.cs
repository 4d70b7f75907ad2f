using System.Security.Cryptography;
using Attestation.Factory.Stations;
using Attestation.Factory.Stations.Serial;
using Attestation.Formats.Dice;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Ownership;

/// <summary>Has a device at a line carry out an authorisation, and proves that it did. A run that stops anywhere is taken up by the next: the record keeps the
/// authorisation, and a device that carried it out already says so and changes nothing. docs/ownership.md.</summary>
/// <param name="device">At the line.</param>
/// <param name="record">Of the device.</param>
/// <param name="recordKey">Signs entries.</param>
/// <param name="clock">Times of entries.</param>
public sealed class OwnershipStation(SerialDevice device, OwnerRecord record, SigningKey recordKey, TimeProvider clock)
{
    /// <summary>Writes down what the device shows now, and what it is to carry out.</summary>
    /// <param name="authorisation">Its content.</param>
    /// <param name="signed">The same, signed.</param>
    /// <param name="ownerName">Of the new owner; may be empty.</param>
    /// <param name="cancellation">Before anything is written.</param>
    /// <exception cref="FactoryException"><c>factory.owner-device</c>, <c>factory.owner-evidence</c>, <c>factory.owner-order</c>, what the line refuses.</exception>
    public async Task AuthoriseAsync(OwnerAuthorisation authorisation, ReadOnlyMemory<byte> signed, string ownerName, CancellationToken cancellation)
    {
        await MeetAsync(authorisation.Ueid, cancellation);
        ShownIdentity before = await AskAsync(authorisation.Ueid, cancellation);
        record.Append(new OwnerEntry(OwnerEntryKind.Authorised, authorisation.Ueid, 0, default, clock.GetUtcNow(), authorisation.Action, authorisation.Counter)
        {
            NewOwner = authorisation.NewOwner,
            OwnerName = ownerName,
            Authorisation = signed,
            Keys = before.Thumbprints,
        }, recordKey);
    }

    /// <summary>Sends what the record says was authorised last, restarts the device, and writes down what it proves.</summary>
    /// <returns>The new entry.</returns>
    /// <exception cref="FactoryException"><c>factory.owner-order</c>: nothing is to be done; <c>factory.owner-device</c>, <c>factory.owner-evidence</c>,
    /// <c>factory.identity-kept</c>, the device's own refusal, what the line refuses.</exception>
    public async Task<OwnerEntry> CarryOutAsync(CancellationToken cancellation)
    {
        OwnerEntry pending = record.Pending ?? throw new FactoryException(OwnershipReasons.OwnerOrder, "Nothing is authorised that was not carried out.");
        await MeetAsync(pending.Ueid, cancellation);
        await (pending.Action == OwnerAction.Decommission ? device.DecommissionAsync(pending.Authorisation, cancellation) : device.RotateOwnerAsync(pending.Authorisation, cancellation));
        await device.RestartAsync(CancellationToken.None);
        IReadOnlyList<ReadOnlyMemory<byte>> keys = pending.Action == OwnerAction.Decommission ? await ProveEndAsync() : await ProveChangeAsync(pending);
        record.Append(pending with { Kind = OwnerEntryKind.CarriedOut, Time = clock.GetUtcNow(), Authorisation = default, Keys = keys }, recordKey);
        return record.Entries[^1];
    }

    /// <summary>The device at the line is the one that is meant; so far by its own word, its evidence proves it.</summary>
    private async Task MeetAsync(ReadOnlyMemory<byte> ueid, CancellationToken cancellation)
    {
        DeviceGreeting greeting = await device.HelloAsync(cancellation);
        if (greeting.Ueid is not { } own || !own.Span.SequenceEqual(ueid.Span))
            throw new FactoryException(OwnershipReasons.OwnerDevice, greeting.Ueid is { } other ? Convert.ToHexStringLower(other.Span) : $"{greeting.DeviceId} is {greeting.State} and has no UEID");
    }

    private async Task<ShownIdentity> AskAsync(ReadOnlyMemory<byte> ueid, CancellationToken cancellation)
    {
        byte[] nonce = RandomNumberGenerator.GetBytes(ShownIdentity.NonceSize);
        byte[] evidence = await device.AttestAsync(nonce, cancellation);
        return ShownIdentity.Verify(evidence, nonce, ueid, clock.GetUtcNow());
    }

    /// <summary>The same device, and no key that it had before: whatever the former owner pinned, kept or copied is a key of nobody.</summary>
    private async Task<IReadOnlyList<ReadOnlyMemory<byte>>> ProveChangeAsync(OwnerEntry pending)
    {
        ShownIdentity after = await AskAsync(pending.Ueid, CancellationToken.None);
        if (after.Thumbprints.FirstOrDefault(key => pending.Keys.Any(old => old.Span.SequenceEqual(key.Span))) is { Length: > 0 } kept)
            throw new FactoryException(OwnershipReasons.IdentityKept, $"key {Convert.ToHexStringLower(kept.Span)}");
        if (after.Mode == DiceMode.Recovery != (pending.Action == OwnerAction.Return))
            throw new FactoryException(OwnershipReasons.IdentityKept, $"after {OwnerAuthorisation.NameOf(pending.Action)} its mode is {after.Mode}");
        return after.Thumbprints;
    }

    /// <summary>It says that it is decommissioned, and answers no challenge.</summary>
    private async Task<IReadOnlyList<ReadOnlyMemory<byte>>> ProveEndAsync()
    {
        DeviceGreeting greeting = await device.HelloAsync(CancellationToken.None);
        if (greeting.State != DeviceState.Decommissioned)
            throw new FactoryException(OwnershipReasons.IdentityKept, $"the device is {greeting.State}");
        try
        {
            await device.AttestAsync(RandomNumberGenerator.GetBytes(ShownIdentity.NonceSize), CancellationToken.None);
        }
        catch (FactoryException refusal) when (refusal.Reason != LineReasons.DeviceLost)
        {
            return [];
        }
        throw new FactoryException(OwnershipReasons.IdentityKept, "the device still answers challenges");
    }
}
