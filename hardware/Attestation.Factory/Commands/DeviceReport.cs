using System.Text.Json.Nodes;
using Attestation.Factory.Boards;
using Attestation.Factory.Stations;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Commands;

/// <summary>What <c>attest-factory device</c> shows of a device. Nothing of it is proven.</summary>
internal static class DeviceReport
{
    public static JsonObject Of(DeviceGreeting greeting)
    {
        var document = new JsonObject
        {
            ["serial"] = greeting.DeviceId,
            ["board"] = Printable(greeting.Board),
            ["state"] = Word(greeting.State),
            ["mode"] = BoardNode.Word(greeting.Mode),
            ["algorithms"] = new JsonArray([.. greeting.Algorithms.Select(a => JsonValue.Create(BoardNode.Word(a)))]),
        };
        if (greeting.FirmwareVersion is { } version)
            document["firmware"] = Printable(version);
        if (greeting.Svn is { } svn)
            document["svn"] = svn;
        if (greeting.Ueid is { } ueid)
            document["ueid"] = Convert.ToHexStringLower(ueid.Span);
        if (greeting.BootRefusal is { } number)
            document["bootRefusal"] = DeviceReasons.OfNumber(number)?.Id ?? $"{number}";
        return document;
    }

    public static JsonObject Of(UpdateStatus status)
    {
        var document = new JsonObject
        {
            ["running"] = status.RunningSlot is { } slot ? Printable(slot) : "none",
            ["onTrial"] = status.IsOnTrial,
            ["trialPending"] = status.IsTrialPending,
            ["rollbackCounter"] = status.RollbackCounter,
        };
        if (status.Wanted is { } wanted)
            (document["wantedFile"], document["wantedOffset"]) = (Printable(wanted.File), wanted.Offset);
        return document;
    }

    public static string Word(DeviceState state) => Enum.IsDefined(state) ? BoardNode.Word(state) : $"in state {(int)state}";

    private static string Printable(string text) => new([.. text.Where(c => !char.IsControl(c)).Take(64)]);
}
