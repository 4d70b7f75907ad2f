using Attestation.Formats;
using Attestation.Formats.Reasons;
using Attestation.Gate.Verdicts;
using Attestation.Gate.Webhook;
using Attestation.Gate.Webhook.Certificates;

namespace Attestation.Gate.Logging;

/// <summary>The webhook's events, 220 to 229.</summary>
internal static partial class Events
{
    [LoggerMessage(220, LogLevel.Information, "The webhook's certificate is served until {Expires} for {Names}")]
    public static partial void CertificateServed(this ILogger logger, DateTimeOffset expires, string names);

    [LoggerMessage(221, LogLevel.Warning, "The webhook's certificate in Secret {Secret}, or its registration, cannot be kept: {Message}")]
    public static partial void CertificateUnreachable(this ILogger logger, string secret, string message);

    [LoggerMessage(222, LogLevel.Information, "The webhook's certificate: {Step}; Secret {Secret} serves until {Expires}")]
    public static partial void CertificateStep(this ILogger logger, RotationStep step, string secret, DateTimeOffset expires);

    [LoggerMessage(223, LogLevel.Information, "caBundle written into {Count} entries of ValidatingWebhookConfiguration {Configuration}")]
    public static partial void BundleWritten(this ILogger logger, string configuration, int count);

    [LoggerMessage(224, LogLevel.Warning, "Somebody changed caBundle in {Count} entries of ValidatingWebhookConfiguration {Configuration}; it is repaired")]
    public static partial void BundleRepaired(this ILogger logger, string configuration, int count);

    [LoggerMessage(225, LogLevel.Information, "The webhook's registration is in order again")]
    public static partial void RegistrationMended(this ILogger logger);

    [LoggerMessage(226, LogLevel.Information, "Node {Node} admitted for {User}, appraisal {Appraisal} {Credential}")]
    public static partial void NodeAdmitted(this ILogger logger, string node, string user, string appraisal, string credential);

    [LoggerMessage(227, LogLevel.Warning, "{User} broke the glass: {Operation} of {Target} {Node} in spite of {Reason}: {Detail}")]
    public static partial void GlassBroken(this ILogger logger, string user, string operation, AdmissionTarget target, string node, string reason, string detail);

    [LoggerMessage(228, LogLevel.Error, "The webhook's certificate in {File} cannot be used, the former one is served: {Message}")]
    public static partial void CertificateFileUnusable(this ILogger logger, string file, string message);

    public static void ReviewRefused(this ILogger logger, GateDenial denial, AdmissionRequest request, string node) => logger.Log(
        LogLevel.Warning,
        new EventId(denial.Code.EventId, denial.Code.Id),
        "{Operation} of {Target} {Node} by {User} refused with {Reason}: {Detail} {Credential}",
        request.Operation, request.Target, node, request.User.Name, denial.Code.Id, denial.Detail, request.User.Credential ?? "");

    public static void ReviewMalformed(this ILogger logger, ParseError error) => logger.Log(
        LogLevel.Warning, new EventId(error.Code.EventId, error.Code.Id), "A review cannot be read with {Reason}: {Where}", error.Code.Id, error.Path);

    public static void RegistrationFault(this ILogger logger, ReasonCode code, string fault) => logger.Log(
        LogLevel.Error, new EventId(code.EventId, code.Id), "The API server does not ask the webhook as it should, {Reason}: {Fault}", code.Id, fault);
}
