using System.Text.Json.Nodes;
using Attestation.Cli.Verifiers;

namespace Attestation.Cli.Devices;

/// <summary>Asks a verifier about its devices; failures are those of <see cref="VerifierConnection"/>. A device is named by its id or UEID.</summary>
internal sealed class DevicesClient(VerifierConnection verifier) : IDisposable
{
    private const int PageSize = 1000;

    public Uri Root => verifier.Root;

    /// <summary>The verifier's clock.</summary>
    public DateTimeOffset Now => verifier.Now;

    /// <summary>Every device that was judged, and every revoked one.</summary>
    public IReadOnlyList<DeviceLine> List()
    {
        var devices = Pages("api/v1/devices", "devices").Select(DeviceLine.OfDevice).ToDictionary(d => d.Id, StringComparer.Ordinal);
        foreach (DeviceLine revoked in Pages("api/v1/revocations", "revocations").Select(DeviceLine.OfRevocation))
            devices.TryAdd(revoked.Id, revoked);
        return [.. devices.Values.OrderByDescending(d => d.Revocation is not null).ThenBy(d => d.Id, StringComparer.Ordinal)];
    }

    public JsonObject Show(string device) => Ask(HttpMethod.Get, Address(device), null);

    public JsonObject Revoke(string device, string reason) => Ask(HttpMethod.Post, Address(device) + "/revocation", new JsonObject { ["reason"] = reason });

    /// <summary>Whether it is revoked.</summary>
    public JsonObject Revocation(string device) => Ask(HttpMethod.Get, Address(device) + "/revocation", null);

    public JsonObject Restore(string device) => Ask(HttpMethod.Delete, Address(device) + "/revocation", null);

    public void Dispose() => verifier.Dispose();

    private IEnumerable<JsonObject> Pages(string address, string member)
    {
        string? next = $"{address}?limit={PageSize}";
        while (next is not null)
        {
            JsonObject page = Ask(HttpMethod.Get, next, null);
            foreach (JsonObject item in page.Objects(member))
                yield return item;
            next = page.Text("next")?.TrimStart('/');
        }
    }

    private JsonObject Ask(HttpMethod method, string address, JsonObject? body) =>
        verifier.AskAsync(method, address, body, VerifierConnection.Patience, CancellationToken.None).GetAwaiter().GetResult();

    private static string Address(string device) => $"api/v1/devices/{Uri.EscapeDataString(device.ToLowerInvariant())}";
}
