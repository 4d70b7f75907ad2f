using Attestation.Formats.Keys;

namespace Attestation.Factory.Ownership;

/// <summary>What an entry of an owner record says happened. docs/formats/owner-record.cddl, kind.</summary>
public enum OwnerEntryKind
{
    /// <summary>The authorisation was signed; whether the device carried it out is not known yet.</summary>
    Authorised,

    /// <summary>The device carried it out, and proved what it is now.</summary>
    CarriedOut,
}

/// <summary>One entry of an owner record. docs/formats/owner-record.cddl.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Ueid">The device, 33 bytes.</param>
/// <param name="Sequence">1 for the first entry.</param>
/// <param name="Previous">SHA-256 of the entry before; zeros for the first.</param>
/// <param name="Time">Whole seconds.</param>
/// <param name="Action">What was authorised.</param>
/// <param name="Counter">Of the authorisation.</param>
public sealed record OwnerEntry(OwnerEntryKind Kind, ReadOnlyMemory<byte> Ueid, ulong Sequence, ReadOnlyMemory<byte> Previous, DateTimeOffset Time, OwnerAction Action, ulong Counter)
{
    /// <summary>The owner afterwards, who may authorise the next transfer; null: nobody but the manufacturer.</summary>
    public VerificationKey? NewOwner { get; init; }

    /// <summary>His name, for people; empty where none was given.</summary>
    public string OwnerName { get; init; } = "";

    /// <summary>The signed authorisation; empty once it was carried out.</summary>
    public ReadOnlyMemory<byte> Authorisation { get; init; }

    /// <summary>Thumbprints of the keys that the device showed: before, in an entry of what was authorised; afterwards, in one of what was carried out.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Keys { get; init; } = [];
}
