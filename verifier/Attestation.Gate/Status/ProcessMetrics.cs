using System.Diagnostics.Metrics;
using System.Runtime.InteropServices;
using Attestation.Gate.Kubernetes;
using Attestation.Gate.Metrics;

namespace Attestation.Gate.Status;

/// <summary>What there is to know of the process itself.</summary>
internal sealed class ProcessMetrics
{
    public ProcessMetrics(GateMetrics metrics, NodeStore nodes, LeaderElection? election = null)
    {
        metrics.Gauges("build_info", "Always 1; its labels are the build.", Build);
        metrics.Gauge("leader", "Whether this replica acts, 1 or 0.", () => election?.IsLeader == true ? 1 : 0);
        metrics.Gauge("cluster_nodes", "Nodes of the cluster, as last seen.", () => nodes.Count);
        metrics.Gauge("process_resident_memory_bytes", "Resident memory.", () => Environment.WorkingSet);
        metrics.Gauge("process_managed_memory_bytes", "Memory of the managed heap in use.", () => GC.GetTotalMemory(forceFullCollection: false));
    }

    private static IEnumerable<Measurement<double>> Build() =>
        [new(1, new("version", ProgramVersion.Text), new KeyValuePair<string, object?>("runtime", RuntimeInformation.FrameworkDescription))];
}
