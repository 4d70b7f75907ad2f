using System.Text;
using System.Text.Json.Serialization.Metadata;
using Attestation.Formats.Reasons;
using Attestation.Verifier.Keys;
using Attestation.Verifier.Logging;
using Attestation.Verifier.Nodes;

namespace Attestation.Verifier.Http;

/// <summary>A node asks to be enrolled and proves that its keys live in one TPM. docs/verifier-api.md, nodes.</summary>
public sealed class EnrolmentEndpoints(EnrolmentBook enrolments, NodeAuthority authority, Access access, ILogger<EnrolmentEndpoints> logger)
{
    private const string Root = "/api/v1/nodes/enrolments";

    /// <summary>Eight certificates of 16 KiB and two keys, in base64.</summary>
    private const int LargestBody = 256 * 1024;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Root, Open);
        routes.MapPost(Root + "/{id}/activation", Activate);
        routes.MapGet("/api/v1/nodes/authority", context =>
            Answer.Write(context, MediaTypes.PemCertificates, Encoding.ASCII.GetBytes(authority.RootPem)));
    }

    private async Task Open(HttpContext context)
    {
        if (access.CheckEnrolment(context) is { } unauthorized)
        {
            await Problem.Write(context, unauthorized);
            return;
        }
        (EnrolmentRequestDocument? request, Refusal? refusal) = await Read(context, RequestJson.Default.EnrolmentRequestDocument);
        CredentialOffer? offer = null;
        if (request is not null)
            (offer, refusal) = await enrolments.OpenAsync(request, context.RequestAborted);
        if (offer is null)
        {
            if (refusal!.Status == StatusCodes.Status429TooManyRequests)
                context.Response.Headers.RetryAfter = "5";
            await Problem.Write(context, refusal);
            return;
        }
        logger.EnrolmentOpened(offer.Expires, context.TraceIdentifier);
        context.Response.Headers.Location = $"{Root}/{offer.Id}";
        context.Response.StatusCode = StatusCodes.Status201Created;
        await Answer.Write(context, MediaTypes.Json, ApiJson.Readable.EnrolmentDocument, EnrolmentDocument.Of(offer));
    }

    private async Task Activate(HttpContext context)
    {
        string id = (string)context.Request.RouteValues["id"]!;
        (ActivationRequestDocument? request, Refusal? refusal) = await Read(context, RequestJson.Default.ActivationRequestDocument);
        EnrolledAnswer? enrolled = null;
        if (request is not null)
            (enrolled, refusal) = await enrolments.ActivateAsync(id, request, context.RequestAborted);
        if (enrolled is null)
        {
            await Problem.Write(context, refusal!);
            return;
        }
        NodeClaim claim = enrolled.Node.Claim;
        logger.NodeEnrolled(claim.AkName, claim.NodeName ?? "", claim.EkKey, claim.Anchor, context.TraceIdentifier);
        await Answer.Write(context, MediaTypes.Json, ApiJson.Readable.ActivationDocument, ActivationDocument.Of(enrolled, enrolments.Interval));
    }

    private static Task<(T? Request, Refusal? Refusal)> Read<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class => JsonBody.Read(context, type, LargestBody, EnrolmentReasons.Request);
}
