using Attestation.Verifier.Configuration;
using Attestation.Verifier.Endorsements;
using Attestation.Verifier.Logging;

namespace Attestation.Verifier.Http;

/// <summary>Veraison's endorsement provisioning API: CoRIMs are taken in at once or refused. docs/verifier-api.md, endorsements.</summary>
public sealed class EndorsementEndpoints(
    EndorsementCatalog catalog, Access access, VerifierOptions options, TimeProvider clock, ILogger<EndorsementEndpoints> logger)
{
    private static readonly string[] Offers = [MediaTypes.Provisioning];

    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/endorsement-provisioning/v1/submit", Submit);

    private async Task Submit(HttpContext context)
    {
        if (access.CheckSubmission(context) is { } unauthorized)
            await Problem.Write(context, unauthorized);
        else if (!Negotiation.TryChoose(context.Request, Offers, out _))
            await Problem.Write(context, Negotiation.NotAcceptable(Offers));
        else if (Negotiation.CheckContentType(context.Request, context.Response, EndorsementFormats.MediaTypes, out string mediaType) is { } wrongType)
            await Problem.Write(context, wrongType);
        else
            await Take(context, Negotiation.EssenceOf(mediaType));
    }

    private async Task Take(HttpContext context, string mediaType)
    {
        (byte[]? document, Refusal? broken) = await RequestBody.Read(context, options.MaxEvidence);
        if (document is null)
        {
            await Problem.Write(context, broken!);
            return;
        }
        DateTimeOffset now = clock.GetUtcNow();
        var endorsement = new StoredEndorsement(mediaType, document);
        SubmissionRefusal? refusal = catalog.Submit(endorsement, now, out IReadOnlyList<string> notUsed);
        if (refusal is null)
            logger.EndorsementAccepted(endorsement.Digest, mediaType, context.TraceIdentifier);
        else
            logger.EndorsementRefused(refusal, endorsement.Digest, context.TraceIdentifier);
        await Answer.Write(context, MediaTypes.Provisioning, ApiJson.Readable.ProvisioningDocument, ProvisioningDocument.Of(refusal, notUsed, now));
    }
}
