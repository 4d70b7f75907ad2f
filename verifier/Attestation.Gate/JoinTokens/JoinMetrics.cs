using System.Diagnostics.Metrics;
using Attestation.Formats.Reasons;
using Attestation.Gate.Metrics;

namespace Attestation.Gate.JoinTokens;

/// <summary>What the broker answered.</summary>
internal sealed class JoinMetrics
{
    private readonly Counter<long> answers;

    public JoinMetrics(GateMetrics metrics, TokenLedger tokens)
    {
        answers = metrics.Counter("join_answers", "Requests for credentials by kind given or reason of the refusal");
        metrics.Gauge("join_tokens", "Bootstrap tokens that this replica made and that are not deleted yet", () => tokens.Waiting);
    }

    public void Given(CredentialKind kind) => answers.Add(1, new("kind", kind.Name()), new("reason", ""));

    public void Refused(ReasonCode code) => answers.Add(1, new("kind", ""), new("reason", code.Id));
}
