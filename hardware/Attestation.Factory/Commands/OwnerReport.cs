using System.Text.Json.Nodes;
using Attestation.Factory.Ownership;

namespace Attestation.Factory.Commands;

/// <summary>Entries of an owner record for people and programs.</summary>
internal static class OwnerReport
{
    public static string Word(OwnerAction action) => action switch
    {
        OwnerAction.Rotate => "Transferred",
        OwnerAction.Return => "Returned",
        _ => "Decommissioned",
    };

    /// <summary>How the device stands, in a few words.</summary>
    public static string Standing(OwnerRecord record)
    {
        string stands = record.Standing switch
        {
            null => "with its manufacturer",
            { Action: OwnerAction.Return } => "returned to its manufacturer",
            { Action: OwnerAction.Decommission } => "decommissioned",
            { NewOwner: null } => "handed over; obeys the firmware key",
            var entry => $"owned by {(entry.OwnerName.Length > 0 ? entry.OwnerName : entry.NewOwner.ToString())}",
        };
        return record.Pending is { } pending ? $"{stands}; {OwnerAuthorisation.NameOf(pending.Action)} is authorised and not known to be carried out" : stands;
    }

    public static JsonObject Of(OwnerEntry entry) => new()
    {
        ["ueid"] = Convert.ToHexStringLower(entry.Ueid.Span),
        ["action"] = OwnerAuthorisation.NameOf(entry.Action),
        ["carriedOut"] = entry.Kind == OwnerEntryKind.CarriedOut,
        ["counter"] = entry.Counter,
        ["time"] = entry.Time.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture),
        ["owner"] = entry.NewOwner is { } owner ? Convert.ToHexStringLower(owner.Thumbprint.Span) : null,
        ["ownerName"] = entry.OwnerName.Length > 0 ? entry.OwnerName : null,
        ["keys"] = new JsonArray([.. entry.Keys.Select(key => JsonValue.Create(Convert.ToHexStringLower(key.Span)))]),
    };

    public static string[] Row(OwnerEntry entry) =>
    [
        entry.Time.ToString("yyyy-MM-dd HH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture),
        entry.Kind == OwnerEntryKind.CarriedOut ? "carried out" : "authorised",
        OwnerAuthorisation.NameOf(entry.Action),
        $"{entry.Counter}",
        entry.NewOwner is null ? "nobody" : entry.OwnerName.Length > 0 ? $"{entry.OwnerName} ({entry.NewOwner})" : entry.NewOwner.ToString(),
    ];
}
