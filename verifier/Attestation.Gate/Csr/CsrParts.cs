using Attestation.Gate.Configuration;
using Attestation.Gate.Kubernetes;
using Attestation.Gate.Verdicts;

namespace Attestation.Gate.Csr;

/// <summary>What the approver works with.</summary>
internal sealed record CsrParts
{
    public required ApiServer Server { get; init; }

    public required LeaderElection Election { get; init; }

    public required NodeStore Nodes { get; init; }

    public required VerdictCache Verdicts { get; init; }

    public required NodeEvents Events { get; init; }

    public required CsrMetrics Metrics { get; init; }

    public required WatchMetrics WatchMetrics { get; init; }

    public required CsrSettings Settings { get; init; }

    public required TimeProvider Clock { get; init; }

    public required ILogger Logger { get; init; }

    /// <summary>Asks the verifier for news at once.</summary>
    public required Action Hurry { get; init; }

    /// <summary>A request has been approved: the bootstrap token that it came with has served.</summary>
    public required Action<CertificateSigningRequestSpec> TokenUsed { get; init; }
}
