using System.Reflection;
using Attestation.Verifier.Keys;

namespace Attestation.Verifier.Http;

/// <summary>What clients ask before anything else: keys, media types, addresses; and whether the service lives.</summary>
public sealed class DiscoveryEndpoints(ResultKey key, EvidenceFormats formats)
{
    private static readonly string Version =
        typeof(DiscoveryEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    private static readonly string[] DiscoveryTypes = [MediaTypes.Discovery, MediaTypes.Json];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/.well-known/veraison/verification", Verification);
        routes.MapGet("/.well-known/jwks.json", Keys);
        routes.MapGet("/api/v1/keys", Keys);
    }

    private Task Verification(HttpContext context) => Write(context, new DiscoveryDocument(key.Jwk, formats.MediaTypes, Version, "READY",
        new Dictionary<string, string> { ["newChallengeResponseSession"] = "/challenge-response/v1/newSession" }));

    private Task Keys(HttpContext context) =>
        JsonAnswer.Write(context, MediaTypes.Jwks, ApiJson.Readable.JwkSet, new JwkSet([key.Jwk]));

    private static Task Write(HttpContext context, DiscoveryDocument document) =>
        Negotiation.TryChoose(context.Request, DiscoveryTypes, out string mediaType)
            ? JsonAnswer.Write(context, mediaType, ApiJson.Readable.DiscoveryDocument, document)
            : Problem.Write(context, Negotiation.NotAcceptable(DiscoveryTypes));
}
