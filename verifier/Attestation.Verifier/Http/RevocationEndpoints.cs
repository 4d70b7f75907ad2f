using Attestation.Formats.Reasons;
using Attestation.Verifier.Logging;
using Attestation.Verifier.Nodes;
using Attestation.Verifier.Storage;

namespace Attestation.Verifier.Http;

/// <summary>An operator takes his trust from a node, and gives it back. docs/verifier-api.md, nodes.</summary>
public sealed class RevocationEndpoints(SqliteStore store, Access access, TimeProvider clock, ILogger<RevocationEndpoints> logger)
{
    private const string Address = "/api/v1/nodes/{node}/revocation";
    private const int LargestBody = 4 * 1024;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Address, Revoke);
        routes.MapDelete(Address, Restore);
    }

    private async Task Revoke(HttpContext context)
    {
        if (access.CheckReading(context) is { } unauthorized)
        {
            await Problem.Write(context, unauthorized);
            return;
        }
        (RevocationRequestDocument? request, Refusal? refusal) =
            await JsonBody.Read(context, RequestJson.Default.RevocationRequestDocument, LargestBody, FeedReasons.Revocation);
        if (request is not null && !Revocation.IsReason(request.Reason))
            refusal = new Refusal(400, FeedReasons.Revocation, $"{request.Reason.Length} characters");
        if (refusal is not null)
        {
            await Problem.Write(context, refusal);
            return;
        }
        string node = NodeEndpoints.NameOf(context);
        if (store.RevokeNode(node, request!.Reason, clock.GetUtcNow()))
            logger.NodeRevoked(node, request.Reason, context.TraceIdentifier);
        await Show(context, node);
    }

    private Task Restore(HttpContext context)
    {
        if (access.CheckReading(context) is { } unauthorized)
            return Problem.Write(context, unauthorized);
        string node = NodeEndpoints.NameOf(context);
        if (store.RestoreNode(node, clock.GetUtcNow()))
            logger.NodeRestored(node, context.TraceIdentifier);
        return Show(context, node);
    }

    private Task Show(HttpContext context, string node) => store.FindNode(node) is { } known
        ? Answer.Write(context, MediaTypes.Json, ApiJson.Readable.NodeDocument, NodeDocument.Of(known))
        : Problem.Write(context, NodeEndpoints.NoSuchNode);
}
