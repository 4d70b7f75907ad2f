using Attestation.Formats.Reasons;
using Attestation.Verifier.Logging;
using Attestation.Verifier.Nodes;
using Attestation.Verifier.Storage;

namespace Attestation.Verifier.Http;

/// <summary>Enrolled nodes, for operators. docs/verifier-api.md, nodes.</summary>
public sealed class NodeEndpoints(SqliteStore store, Access access, TimeProvider clock, ILogger<NodeEndpoints> logger)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/nodes", context => Guarded(context, List));
        routes.MapGet("/api/v1/nodes/{node}", context => Guarded(context, Show));
        routes.MapDelete("/api/v1/nodes/{node}", context => Guarded(context, End));
    }

    internal static Refusal NoSuchNode { get; } = new(404, HttpReasons.NotFound, "no node has an attestation key of this Name");

    private Task Guarded(HttpContext context, Func<HttpContext, Task> work) =>
        access.CheckReading(context) is { } refusal ? Problem.Write(context, refusal) : work(context);

    /// <summary>A page of nodes; <c>after</c> is the last Name of the page before.</summary>
    private Task List(HttpContext context)
    {
        if (PageQuery.Read(context.Request.Query, out PageQuery page) is { } wrong)
            return Problem.Write(context, wrong);
        IReadOnlyList<KnownNode> nodes = store.ListNodes(page.After, page.Limit);
        string? next = nodes.Count == page.Limit ? $"/api/v1/nodes?after={nodes[^1].Claim.AkName}&limit={page.Limit}" : null;
        return Answer.Write(context, MediaTypes.Json, ApiJson.Readable.NodeListDocument, new NodeListDocument([.. nodes.Select(NodeDocument.Of)], next));
    }

    private Task Show(HttpContext context) => store.FindNode(NameOf(context)) is { } node
        ? Answer.Write(context, MediaTypes.Json, ApiJson.Readable.NodeDocument, NodeDocument.Of(node))
        : Problem.Write(context, NoSuchNode);

    /// <summary>Retires a node; with <c>forget=true</c> removes its record, so that its TPM may enrol anew.</summary>
    private Task End(HttpContext context)
    {
        IQueryCollection query = context.Request.Query;
        if (StrictQuery.Check(query, "forget") is { } wrong)
            return Problem.Write(context, wrong);
        string forget = query["forget"].ToString();
        if (forget is not ("" or "true" or "false"))
            return Problem.Write(context, new Refusal(400, HttpReasons.Query, "forget is true or false"));
        string name = NameOf(context);
        bool found = forget == "true" ? store.ForgetNode(name, clock.GetUtcNow()) : store.RetireNode(name, clock.GetUtcNow());
        if (!found)
            return Problem.Write(context, NoSuchNode);
        logger.NodeEnded(name, forget == "true" ? "forgotten" : "retired", context.TraceIdentifier);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    internal static string NameOf(HttpContext context) => (string)context.Request.RouteValues["node"]!;
}
