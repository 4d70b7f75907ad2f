using System.Diagnostics.Metrics;
using Attestation.Gate.Metrics;
using Attestation.Gate.Webhook.Certificates;

namespace Attestation.Gate.Webhook;

/// <summary>What the webhook answered, how fast, and how long its certificate still holds.</summary>
internal sealed class AdmissionMetrics
{
    private readonly Counter<long> answers;
    private readonly Histogram<double> seconds;

    public AdmissionMetrics(GateMetrics metrics, ServingCertificate certificate, RegistrationHealth registration, TimeProvider clock)
    {
        answers = metrics.Counter("webhook_answers", "Admission reviews by answer and reason");
        seconds = metrics.Seconds("webhook_answer", "From the request's headers to the answer", 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 1);
        metrics.Gauge("webhook_certificate_remaining_seconds", "Until the serving certificate ends; 0 without one",
            () => certificate.Expires is { } ends ? Math.Max(0, (ends - clock.GetUtcNow()).TotalSeconds) : 0);
        metrics.Gauge("webhook_registration_faults", "Ways in which the API server does not ask the webhook as it should", () => registration.Faults.Count);
    }

    public void Answered(AdmissionDecision decision, TimeSpan taken)
    {
        string answer = decision.BrokeGlass ? "glass-broken" : decision.Allowed ? "allowed" : "refused";
        answers.Add(1, new("answer", answer), new("reason", decision.Denial?.Code.Id ?? ""));
        seconds.Record(taken.TotalSeconds);
    }

    public void Malformed() => answers.Add(1, new("answer", "malformed"), new("reason", Formats.Reasons.GateReasons.WebhookMalformed.Id));
}
