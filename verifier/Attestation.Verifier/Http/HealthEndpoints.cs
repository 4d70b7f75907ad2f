using Attestation.Verifier.Storage;

namespace Attestation.Verifier.Http;

/// <summary><c>/healthz</c>: the process answers. <c>/readyz</c>: it can also write its store; the key was loaded before it listened.</summary>
public sealed class HealthEndpoints(SqliteStore store)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", context => Write(context, "ok"));
        routes.MapGet("/readyz", context =>
        {
            store.CheckWritable();
            return Write(context, "ready");
        });
    }

    private static Task Write(HttpContext context, string status) =>
        Answer.Write(context, MediaTypes.Json, ApiJson.Readable.HealthDocument, new HealthDocument(status));
}
