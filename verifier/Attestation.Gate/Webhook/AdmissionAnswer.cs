using System.Buffers;
using System.Text.Json;
using Attestation.Formats;
using Attestation.Formats.Reasons;

namespace Attestation.Gate.Webhook;

/// <summary>Kubernetes API, admission.k8s.io/v1 AdmissionResponse inside its AdmissionReview; and the problem document (RFC 9457) where there is no request to answer.</summary>
public static class AdmissionAnswer
{
    public const string MediaType = "application/json", ProblemMediaType = "application/problem+json";

    /// <param name="uid">The request's.</param>
    /// <param name="decision">What the gate says.</param>
    public static byte[] Write(string uid, AdmissionDecision decision) => Json(json =>
    {
        json.WriteString("apiVersion", "admission.k8s.io/v1");
        json.WriteString("kind", "AdmissionReview");
        json.WriteStartObject("response");
        json.WriteString("uid", uid);
        json.WriteBoolean("allowed", decision.Allowed);
        if (!decision.Allowed)
            Status(json, decision);
        if (decision.Warning is { } warning)
        {
            json.WriteStartArray("warnings");
            json.WriteStringValue(warning);
            json.WriteEndArray();
        }
        Audit(json, decision);
        json.WriteEndObject();
    });

    /// <param name="error">What could not be read.</param>
    public static byte[] Problem(ParseError error) => Json(json =>
    {
        json.WriteString("title", error.Code.Sentence);
        json.WriteNumber("status", 400);
        json.WriteString("detail", error.Path.Length == 0 ? $"byte {error.Offset}" : error.Path);
        json.WriteString("reason", error.Code.Id);
        json.WriteString("remedy", error.Code.Remedy);
    });

    /// <summary>The API server shows the code and the message to the one who asked. A conflict lets it try a patch again by itself.</summary>
    private static void Status(Utf8JsonWriter json, AdmissionDecision decision)
    {
        bool conflict = decision.Denial!.Code == GateReasons.WebhookStoredNode;
        json.WriteStartObject("status");
        json.WriteNumber("code", conflict ? 409 : 403);
        json.WriteString("reason", conflict ? "Conflict" : "Forbidden");
        json.WriteString("message", decision.Denial.Message);
        json.WriteEndObject();
    }

    /// <summary>The API server puts the webhook's name before each key and writes them into its audit log.</summary>
    private static void Audit(Utf8JsonWriter json, AdmissionDecision decision)
    {
        if (decision.Denial is null && decision.Verdict is null)
            return;
        json.WriteStartObject("auditAnnotations");
        if (decision.Denial is { } denial)
            json.WriteString(decision.BrokeGlass ? "break-glass" : "reason", denial.Code.Id);
        if (decision.Verdict is { } verdict)
            json.WriteString("appraisal", verdict.Appraisal);
        json.WriteEndObject();
    }

    private static byte[] Json(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
