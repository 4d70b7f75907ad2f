using System.Text;
using System.Text.Json.Nodes;
using Attestation.Cli.Inspecting;
using Attestation.Cli.Nodes;
using Attestation.Cli.Output;
using Attestation.Cli.Verifiers;

namespace Attestation.Cli.Devices;

/// <summary>Devices for people.</summary>
internal static class DeviceText
{
    private const int ShownId = 20;

    public static string Table(IReadOnlyList<DeviceLine> devices, DateTimeOffset now)
    {
        string[][] rows = [["DEVICE", "VERDICT", "LAST SEEN", "CLASS", "WHY"], .. devices.Select(device => Row(device, now))];
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        var text = new StringBuilder();
        foreach (string[] row in rows)
            text.Append(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd()).Append('\n');
        return text.ToString();
    }

    /// <param name="device">As <c>/api/v1/devices/ID</c> shows it.</param>
    /// <param name="now">The verifier's clock.</param>
    /// <param name="root">Address of the verifier, for the command that tells more.</param>
    public static string Of(JsonObject device, DateTimeOffset now, Uri root)
    {
        DeviceLine line = DeviceLine.OfDevice(device);
        var text = new TextLines().Line($"{line.Id}: {line.Word}");
        text.Fact("UEID", device.Text("ueid")).Fact("class", line.Class.Length > 0 ? line.Class : "unknown");
        text.Fact("revoked", device["revocation"] is JsonObject revocation ? $"{Time(revocation.Instant("at"), now)}: {line.Revocation}" : null);
        text.Fact("verdict", $"{line.Status}, {Time(line.LastSeen, now)}").Fact("first seen", Time(device.Instant("firstSeen"), now));
        text.Fact("highest svn", device["highestSvn"] is JsonArray svn ? string.Join(", ", svn.Select((value, layer) => $"layer {layer}: {value}")) : null);
        if (device.Text("appraisal") is { } appraisal)
            text.Line($"attest explain {appraisal[(appraisal.LastIndexOf('/') + 1)..]} --verifier {root.ToString().TrimEnd('/')} tells every finding", 1);
        return text.ToString();
    }

    private static string[] Row(DeviceLine device, DateTimeOffset now) =>
        [device.Id[..Math.Min(ShownId, device.Id.Length)] + "...", device.Word, device.LastSeen is { } at ? Span.Until(at, now) : "never", device.Class.Length > 0 ? device.Class : "-", device.Revocation ?? ""];

    private static string Time(DateTimeOffset? instant, DateTimeOffset now) => instant is { } at ? $"{Values.Time(at)} ({Span.Until(at, now)})" : "unknown";
}
