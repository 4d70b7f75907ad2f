using Attestation.Verifier.Endorsements;
using Attestation.Verifier.Http;

namespace Attestation.Verifier.Logging;

/// <summary>
/// All log events of the verifier; refusals have the event id of their reason (docs/reasons.md), everything else 1 to 99. No event takes
/// evidence, nonces, tokens, keys, or the id of an open session, which is all that is needed to answer it.
/// </summary>
internal static partial class Events
{
    [LoggerMessage(1, LogLevel.Information, "Listening on {Url}, data in {Data}, policy {Policy}, {References} reference triples, {Authorities} anchor certificates")]
    public static partial void Started(this ILogger logger, string url, string data, string policy, int references, int authorities);

    [LoggerMessage(2, LogLevel.Information, "Stopped")]
    public static partial void Stopped(this ILogger logger);

    [LoggerMessage(3, LogLevel.Information, "Session opened, expires {Expires:O}, request {Request}")]
    public static partial void SessionOpened(this ILogger logger, DateTimeOffset expires, string request);

    [LoggerMessage(4, LogLevel.Information, "Appraisal {Appraisal}: {Verdict} for {Attester}, reasons {Reasons}, request {Request}")]
    public static partial void Judged(this ILogger logger, string appraisal, string verdict, string attester, string reasons, string request);

    [LoggerMessage(5, LogLevel.Information, "Endorsement {Digest} accepted, {MediaType}, request {Request}")]
    public static partial void EndorsementAccepted(this ILogger logger, string digest, string mediaType, string request);

    [LoggerMessage(6, LogLevel.Error, "Request {Request} failed")]
    public static partial void Failed(this ILogger logger, string request, Exception e);

    [LoggerMessage(7, LogLevel.Warning, "Stored endorsement {Digest} is no longer trusted and left out: {Reason}")]
    public static partial void EndorsementLeftOut(this ILogger logger, string digest, string reason);

    [LoggerMessage(8, LogLevel.Information, "Enrolment opened, expires {Expires:O}, request {Request}")]
    public static partial void EnrolmentOpened(this ILogger logger, DateTimeOffset expires, string request);

    [LoggerMessage(9, LogLevel.Information, "Node {Node} enrolled as {NodeName}, endorsement key {EndorsementKey} trusted by {Anchor}, request {Request}")]
    public static partial void NodeEnrolled(this ILogger logger, string node, string nodeName, string endorsementKey, string anchor, string request);

    [LoggerMessage(10, LogLevel.Information, "Node {Node} {Ending}, request {Request}")]
    public static partial void NodeEnded(this ILogger logger, string node, string ending, string request);

    [LoggerMessage(11, LogLevel.Warning, "Certificate {File} of --ek-roots is left out: {Reason}")]
    public static partial void EkAuthorityLeftOut(this ILogger logger, string file, string reason);

    [LoggerMessage(12, LogLevel.Information, "Issuer certificate asked for at {Address}: status {Status}, {Size} bytes")]
    public static partial void IssuerFetched(this ILogger logger, string address, int status, int size);

    [LoggerMessage(13, LogLevel.Warning, "Issuer certificate at {Address} cannot be had: {Failure}")]
    public static partial void IssuerNotFetched(this ILogger logger, string address, string failure);

    [LoggerMessage(14, LogLevel.Warning, "Node {Node} revoked: {Reason}, request {Request}")]
    public static partial void NodeRevoked(this ILogger logger, string node, string reason, string request);

    [LoggerMessage(15, LogLevel.Warning, "Revocation of node {Node} lifted, request {Request}")]
    public static partial void NodeRestored(this ILogger logger, string node, string request);

    [LoggerMessage(16, LogLevel.Warning, "Device {Device} revoked: {Reason}, request {Request}")]
    public static partial void DeviceRevoked(this ILogger logger, string device, string reason, string request);

    [LoggerMessage(17, LogLevel.Warning, "Revocation of device {Device} lifted, request {Request}")]
    public static partial void DeviceRestored(this ILogger logger, string device, string request);

    public static void EndorsementRefused(this ILogger logger, SubmissionRefusal refusal, string digest, string request) => logger.Log(
        LogLevel.Warning,
        new EventId(refusal.Code.EventId, refusal.Code.Id),
        "Endorsement {Digest} refused with {Reason}: {Detail}, request {Request}",
        digest, refusal.Code.Id, refusal.Detail, request);

    public static void Refused(this ILogger logger, HttpContext context, Refusal refusal) => logger.Log(
        refusal.Status >= 500 ? LogLevel.Error : LogLevel.Warning,
        new EventId(refusal.Code.EventId, refusal.Code.Id),
        "{Method} {Route} refused with {Status} {Reason}: {Detail}, request {Request}",
        context.Request.Method, (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "", refusal.Status, refusal.Code.Id, refusal.Detail, context.TraceIdentifier);
}
