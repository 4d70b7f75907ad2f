using Attestation.Gate.Kubernetes;

namespace Attestation.Gate.Configuration;

/// <summary>Section <c>kubernetes</c>: the gate's account at the API server, and the lease by which one of several replicas acts.</summary>
public sealed record KubernetesSettings
{
    /// <summary>False for a gate without a cluster: it answers reverse proxies only.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>kubectl's configuration file; null takes the account that is mounted into a pod.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary>Namespace of the lease and of the gate's own secrets; null takes the pod's.</summary>
    public string? Namespace { get; init; }

    /// <summary>The gate's user name at the API server; null takes it from the credentials.</summary>
    public string? Account { get; init; }

    public required string LeaseName { get; init; }

    public required LeaderTiming Timing { get; init; }

    public static KubernetesSettings Read(SettingsNode node)
    {
        SettingsNode lease = node.Section("lease");
        LeaderTiming usual = LeaderTiming.Default;
        TimeSpan least = TimeSpan.FromMilliseconds(100), most = TimeSpan.FromMinutes(10);
        var settings = new KubernetesSettings
        {
            Enabled = node.Flag("enabled", true),
            Kubeconfig = node.FilePath("kubeconfig"),
            Namespace = node.Text("namespace"),
            Account = node.Text("account"),
            LeaseName = lease.Text("name", "attest-gate"),
            Timing = new LeaderTiming(lease.Duration("duration", usual.Duration, TimeSpan.FromSeconds(1), most),
                lease.Duration("renewDeadline", usual.RenewDeadline, least, most), lease.Duration("retryPeriod", usual.RetryPeriod, least, most)),
        };
        if (settings.Timing.RenewDeadline >= settings.Timing.Duration)
            throw lease.Wrong("renewDeadline", "is not shorter than duration: two replicas could act at once");
        if (settings.Timing.RetryPeriod >= settings.Timing.RenewDeadline)
            throw lease.Wrong("retryPeriod", "is not shorter than renewDeadline: the lease would be lost between two renewals");
        lease.Done();
        node.Done();
        return settings;
    }
}
