using System.Text;
using Attestation.Formats.Reasons;
using Attestation.Verifier.Appraisals;
using Attestation.Verifier.Storage;

namespace Attestation.Verifier.Http;

/// <summary>Stored verdicts and the devices they are about. docs/verifier-api.md, appraisals and devices.</summary>
public sealed class AppraisalEndpoints(SqliteStore store, Access access)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/appraisals/{id}", context => Guarded(context, Appraisal));
        routes.MapGet("/api/v1/devices", context => Guarded(context, Devices));
        routes.MapGet("/api/v1/devices/{id}", context => Guarded(context, Device));
    }

    private Task Guarded(HttpContext context, Func<HttpContext, Task> read) =>
        access.CheckReading(context) is { } refusal ? Problem.Write(context, refusal) : read(context);

    private Task Appraisal(HttpContext context) => store.FindAppraisal(IdOf(context)) is { } document
        ? Answer.Write(context, MediaTypes.Json, Encoding.UTF8.GetBytes(document))
        : Problem.Write(context, new Refusal(404, HttpReasons.NotFound, "no such appraisal"));

    private Task Device(HttpContext context) => store.FindDevice(IdOf(context)) is { } device
        ? Answer.Write(context, MediaTypes.Json, ApiJson.Readable.DeviceDocument, DeviceDocument.Of(device))
        : Problem.Write(context, new Refusal(404, HttpReasons.NotFound, "no device with this id or UEID was judged"));

    /// <summary>A page of devices; <c>after</c> is the last id of the page before.</summary>
    private Task Devices(HttpContext context)
    {
        if (PageQuery.Read(context.Request.Query, out PageQuery page) is { } wrong)
            return Problem.Write(context, wrong);
        IReadOnlyList<KnownDevice> devices = store.ListDevices(page.After, page.Limit);
        string? next = devices.Count == page.Limit ? $"/api/v1/devices?after={devices[^1].Id}&limit={page.Limit}" : null;
        return Answer.Write(context, MediaTypes.Json, ApiJson.Readable.DeviceListDocument,
            new DeviceListDocument([.. devices.Select(DeviceDocument.Of)], next));
    }

    private static string IdOf(HttpContext context) => (string)context.Request.RouteValues["id"]!;
}
