using System.Text.Json;
using Attestation.Verifier;
using Attestation.Verifier.Configuration;
using Microsoft.AspNetCore.Routing;

namespace Attestation.UnitTests.Verifier.Http;

public sealed class OpenApiTests
{
    private static readonly string[] Methods = ["get", "post", "delete", "put", "patch"];

    [Fact]
    public async Task TheDocumentNamesExactlyTheRoutes()
    {
        using var folder = new TestFolder();
        await using VerifierService service = VerifierService.Build(new VerifierOptions { Data = folder["data"], Listen = "http://127.0.0.1:0" }, TimeProvider.System);
        var routes = service.Endpoints.OfType<RouteEndpoint>().SelectMany(e =>
            e.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods.Select(m => $"{m.ToLowerInvariant()} {e.RoutePattern.RawText}"));
        using JsonDocument document = Document();
        var documented = document.RootElement.GetProperty("paths").EnumerateObject().SelectMany(path =>
            path.Value.EnumerateObject().Where(o => Methods.Contains(o.Name)).Select(o => $"{o.Name} {path.Name}"));
        Assert.Equal(routes.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EveryReferenceLeadsSomewhere()
    {
        using JsonDocument document = Document();
        JsonElement schemas = document.RootElement.GetProperty("components").GetProperty("schemas");
        string text = document.RootElement.GetRawText();
        foreach (string part in text.Split("\"#/components/schemas/").Skip(1))
            Assert.True(schemas.TryGetProperty(part[..part.IndexOf('"')], out _), part[..40]);
    }

    private static JsonDocument Document()
    {
        using Stream resource = typeof(VerifierService).Assembly.GetManifestResourceStream("openapi.json")!;
        return JsonDocument.Parse(resource);
    }
}
