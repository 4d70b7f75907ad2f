using Attestation.Formats.Reasons;
using Attestation.Verifier.Appraisals;
using Attestation.Verifier.Endorsements;
using Attestation.Verifier.Logging;
using Attestation.Verifier.Nodes;
using Attestation.Verifier.Storage;

namespace Attestation.Verifier.Http;

/// <summary>An operator takes his trust from a device's identity, and gives it back. docs/verifier-api.md, appraisals and devices.</summary>
public sealed class DeviceRevocationEndpoints(SqliteStore store, EndorsementCatalog endorsements, Access access, TimeProvider clock, ILogger<DeviceRevocationEndpoints> logger)
{
    private const string Address = "/api/v1/devices/{id}/revocation";
    private const int LargestBody = 4 * 1024;
    private const int IdLength = 64;

    /// <summary>So many ids stand in one refusal.</summary>
    private const int MostNamed = 64;

    /// <summary>UEID of type RAND as this project's factory makes it: 01 and the id (docs/formats/dice-reference-values.md, "A device").</summary>
    private const string UeidPrefix = "01";

    private static readonly Refusal Unknown = new(404, HttpReasons.NotFound, "no device with this UEID was endorsed or judged; the id of its UDS public key is always taken");

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Address, context => Guarded(context, Revoke));
        routes.MapDelete(Address, context => Guarded(context, Restore));
        routes.MapGet(Address, context => Guarded(context, Show));
        routes.MapGet("/api/v1/revocations", context => access.CheckReading(context) is { } refusal ? Problem.Write(context, refusal) : List(context));
    }

    private Task Guarded(HttpContext context, Func<HttpContext, string, Task> work)
    {
        if (access.CheckReading(context) is { } unauthorized)
            return Problem.Write(context, unauthorized);
        string[] ids = IdsOf((string)context.Request.RouteValues["id"]!);
        return ids.Length switch
        {
            0 => Problem.Write(context, Unknown),
            1 => work(context, ids[0]),
            _ => Problem.Write(context, Ambiguous(ids)),
        };
    }

    private static Refusal Ambiguous(string[] ids)
    {
        string more = ids.Length > MostNamed ? $" and {ids.Length - MostNamed} more, which /api/v1/devices lists" : "";
        return new Refusal(409, FeedReasons.Ambiguous, string.Join(", ", ids.Take(MostNamed)) + more);
    }

    private async Task Revoke(HttpContext context, string id)
    {
        (RevocationRequestDocument? request, Refusal? refusal) =
            await JsonBody.Read(context, RequestJson.Default.RevocationRequestDocument, LargestBody, FeedReasons.Revocation);
        if (request is not null && !Revocation.IsReason(request.Reason))
            refusal = new Refusal(400, FeedReasons.Revocation, $"{request.Reason.Length} characters");
        if (refusal is not null)
        {
            await Problem.Write(context, refusal);
            return;
        }
        RevokedDevice revoked = store.RevokeDevice(id, request!.Reason, clock.GetUtcNow());
        logger.DeviceRevoked(id, request.Reason, context.TraceIdentifier);
        await Write(context, DeviceRevocationDocument.Of(revoked));
    }

    private Task Restore(HttpContext context, string id)
    {
        if (store.RestoreDevice(id))
            logger.DeviceRestored(id, context.TraceIdentifier);
        return Write(context, new DeviceRevocationDocument(id, null));
    }

    private Task Show(HttpContext context, string id) =>
        Write(context, store.FindDeviceRevocation(id) is { } revoked ? DeviceRevocationDocument.Of(revoked) : new DeviceRevocationDocument(id, null));

    private Task List(HttpContext context)
    {
        if (PageQuery.Read(context.Request.Query, out PageQuery page) is { } wrong)
            return Problem.Write(context, wrong);
        IReadOnlyList<RevokedDevice> revoked = store.ListDeviceRevocations(page.After, page.Limit);
        string? next = revoked.Count == page.Limit ? $"/api/v1/revocations?after={revoked[^1].Device}&limit={page.Limit}" : null;
        return Answer.Write(context, MediaTypes.Json, ApiJson.Readable.DeviceRevocationListDocument,
            new DeviceRevocationListDocument([.. revoked.Select(DeviceRevocationDocument.Of)], next));
    }

    private static Task Write(HttpContext context, DeviceRevocationDocument document) =>
        Answer.Write(context, MediaTypes.Json, ApiJson.Readable.DeviceRevocationDocument, document);

    /// <summary>
    /// The id of a device by its id or UEID; several where a UEID was judged under, or endorsed for, several keys: which of them is meant only the operator
    /// knows, and to revoke the one seen last could spare the one he means. An id need not be known: a device can be revoked before its endorsement comes. A UEID that nobody endorsed or
    /// showed is refused: it could be any key's, and a revocation must not look in force and be none.
    /// </summary>
    private string[] IdsOf(string name)
    {
        if (!name.All(char.IsAsciiHexDigitLower))
            return [];
        if (name.Length == IdLength)
            return [name];
        IReadOnlyList<string> judged = store.FindDeviceIds(name);
        string key = name.Length == IdLength + UeidPrefix.Length && name.StartsWith(UeidPrefix, StringComparison.Ordinal) ? name[UeidPrefix.Length..] : "";
        bool endorsed = endorsements.Current.Identity(key, unsignedToo: true) is not null;
        return endorsed ? [.. judged.Append(key).Distinct()] : [.. judged];
    }
}
