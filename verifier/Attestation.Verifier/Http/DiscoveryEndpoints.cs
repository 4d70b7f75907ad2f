using Attestation.Verifier.Endorsements;
using Attestation.Verifier.Keys;

namespace Attestation.Verifier.Http;

/// <summary>What clients ask before anything else: keys, media types, addresses; and whether the service lives.</summary>
public sealed class DiscoveryEndpoints(ResultKey key, EvidenceFormats formats)
{
    private static readonly byte[] OpenApiDocument = ReadOpenApi();

    private static readonly string[] DiscoveryTypes = [MediaTypes.Discovery, MediaTypes.Json];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/.well-known/veraison/verification", Verification);
        routes.MapGet("/.well-known/veraison/provisioning", Provisioning);
        routes.MapGet("/.well-known/jwks.json", Keys);
        routes.MapGet("/api/v1/keys", Keys);
        routes.MapGet("/api/v1/openapi.json", context => Answer.Write(context, MediaTypes.OpenApi, OpenApiDocument));
    }

    private Task Verification(HttpContext context) => Write(context, new DiscoveryDocument(key.Jwk, formats.MediaTypes, ProgramVersion.Text, "READY",
        new Dictionary<string, string> { ["newChallengeResponseSession"] = "/challenge-response/v1/newSession" }));

    private static Task Provisioning(HttpContext context) => Write(context, new DiscoveryDocument(null, EndorsementFormats.MediaTypes, ProgramVersion.Text, "READY",
        new Dictionary<string, string> { ["provisioningSubmit"] = "/endorsement-provisioning/v1/submit" }));

    private Task Keys(HttpContext context) =>
        Answer.Write(context, MediaTypes.Jwks, ApiJson.Readable.JwkSet, new JwkSet([key.Jwk]));

    private static byte[] ReadOpenApi()
    {
        using Stream resource = typeof(DiscoveryEndpoints).Assembly.GetManifestResourceStream("openapi.json")!;
        using var copy = new MemoryStream();
        resource.CopyTo(copy);
        return copy.ToArray();
    }

    private static Task Write(HttpContext context, DiscoveryDocument document) =>
        Negotiation.TryChoose(context.Request, DiscoveryTypes, out string mediaType)
            ? Answer.Write(context, mediaType, ApiJson.Readable.DiscoveryDocument, document)
            : Problem.Write(context, Negotiation.NotAcceptable(DiscoveryTypes));
}
