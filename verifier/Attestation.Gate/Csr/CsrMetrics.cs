using System.Diagnostics.Metrics;
using Attestation.Gate.Metrics;

namespace Attestation.Gate.Csr;

/// <summary>What the approver counts.</summary>
public sealed class CsrMetrics
{
    private readonly Counter<long> _decisions;
    private readonly Counter<long> _conflicts;
    private readonly Counter<long> _failures;
    private readonly Histogram<double> _latency;

    public CsrMetrics(GateMetrics metrics)
    {
        _decisions = metrics.Counter("csr_decisions", "Certificate signing requests decided, by reason: approved, or the id of the denial.");
        _conflicts = metrics.Counter("csr_conflicts", "Decisions that met a changed request and were made anew.");
        _failures = metrics.Counter("csr_failures", "Decisions that the API server did not take.");
        _latency = metrics.Seconds("csr_decision", "From the moment a request was seen to its decision.", 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300);
        metrics.Gauge("csr_pending", "Requests that wait for their decision.", () => Pending?.Invoke() ?? 0);
    }

    /// <summary>How many wait now.</summary>
    public Func<int>? Pending { get; set; }

    public void Decided(string reason, string signer, TimeSpan latency)
    {
        var kind = new KeyValuePair<string, object?>("signer", signer == RequestJudge.ClientSigner ? "client" : "serving");
        _decisions.Add(1, new KeyValuePair<string, object?>("reason", reason), kind);
        _latency.Record(latency.TotalSeconds, kind);
    }

    public void Conflict() => _conflicts.Add(1);

    public void Failed() => _failures.Add(1);
}
