using System.Text.Json.Nodes;
using Attestation.Cli.Verifiers;

namespace Attestation.Cli.Devices;

/// <summary>A device in a list.</summary>
/// <param name="Id">Thumbprint of its UDS public key.</param>
/// <param name="Status">Of its last judgement; null where it was never judged.</param>
/// <param name="Class">Vendor and model; empty where unknown.</param>
/// <param name="LastSeen">Null where it was never judged.</param>
/// <param name="Revocation">Why it is revoked; null where it is not.</param>
internal sealed record DeviceLine(string Id, string? Status, string Class, DateTimeOffset? LastSeen, string? Revocation)
{
    /// <summary>One word, the revocation before everything.</summary>
    public string Word => Revocation is not null ? "revoked" : Status ?? "unknown";

    /// <param name="device">As <c>/api/v1/devices</c> shows it.</param>
    public static DeviceLine OfDevice(JsonObject device) => new(device.Required("id"), device.Text("status"), $"{device.Text("vendor")} {device.Text("model")}".Trim(),
        device.Instant("lastSeen"), (device["revocation"] as JsonObject)?.Text("reason"));

    /// <param name="revoked">As <c>/api/v1/revocations</c> shows it.</param>
    public static DeviceLine OfRevocation(JsonObject revoked) => new(revoked.Required("device"), null, "", null, (revoked["revocation"] as JsonObject)?.Text("reason"));
}
