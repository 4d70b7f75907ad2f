using Attestation.Gate.Configuration;
using Attestation.Gate.Csr;
using Attestation.Gate.Kubernetes;
using Attestation.Gate.Taints;

namespace Attestation.Gate.Doctor;

/// <summary>One right as RBAC sees it (authorization.k8s.io/v1 ResourceAttributes).</summary>
internal sealed record NeededRight(string Verb, string Group, string Resource, string? Subresource = null, string? Namespace = null, string? Name = null)
{
    public override string ToString() =>
        $"{Verb} {Resource}{(Subresource is null ? "" : "/" + Subresource)}{(Name is null ? "" : " " + Name)}{(Group.Length == 0 ? "" : " of " + Group)}{(Namespace is null ? "" : " in " + Namespace)}";
}

/// <summary>Which rights the settings need; the manifests of verifier/deploy/kubernetes/gate give exactly these.</summary>
internal static class NeededRights
{
    private const string Certificates = "certificates.k8s.io", Coordination = "coordination.k8s.io";

    public static IEnumerable<NeededRight> Of(GateSettings settings)
    {
        string home = KubernetesPart.NamespaceOf(settings.Kubernetes);
        IEnumerable<NeededRight> all =
        [
            new("create", Coordination, "leases", Namespace: home),
            new("get", Coordination, "leases", Namespace: home, Name: settings.Kubernetes.LeaseName),
            new("update", Coordination, "leases", Namespace: home, Name: settings.Kubernetes.LeaseName),
            new("get", "", "nodes"), new("list", "", "nodes"), new("watch", "", "nodes"),
            new("create", "", "events", Namespace: "default"), new("patch", "", "events", Namespace: "default"),
        ];
        return [.. all, .. Approver(settings.Csr), .. Ladder(settings, home), .. Webhook(settings.Webhook, home), .. Tokens(settings.Tokens)];
    }

    private static IEnumerable<NeededRight> Approver(CsrSettings settings)
    {
        if (!settings.Enabled)
            return [];
        NeededRight[] rights =
        [
            .. ((string[])["get", "list", "watch"]).Select(verb => new NeededRight(verb, Certificates, "certificatesigningrequests")),
            new("update", Certificates, "certificatesigningrequests", "approval"),
            new("approve", Certificates, "signers", Name: RequestJudge.ClientSigner),
        ];
        return settings.Serving ? [.. rights, new("approve", Certificates, "signers", Name: RequestJudge.ServingSigner)] : rights;
    }

    private static IEnumerable<NeededRight> Ladder(GateSettings settings, string home)
    {
        if (!settings.Ladder.Enabled)
            return [];
        NeededRight[] rights = [new("patch", "", "nodes"), new("patch", "", "nodes", "status")];
        NeededRight[] drain = settings.Ladder.Drain ? [new("list", "", "pods"), new("create", "", "pods", "eviction")] : [];
        string storm = StormLease.NameOf(settings.Kubernetes.LeaseName);
        return [.. rights, .. drain, new("get", Coordination, "leases", Namespace: home, Name: storm)];
    }

    private static IEnumerable<NeededRight> Webhook(WebhookSettings settings, string home)
    {
        if (!settings.Enabled)
            return [];
        const string admission = "admissionregistration.k8s.io", configurations = "validatingwebhookconfigurations";
        NeededRight[] rights = [new("get", admission, configurations, Name: settings.Configuration)];
        return settings.Certificate is not null ? rights :
        [
            .. rights,
            new("patch", admission, configurations, Name: settings.Configuration),
            new("create", "", "secrets", Namespace: home),
            new("get", "", "secrets", Namespace: home, Name: settings.Secret),
            new("update", "", "secrets", Namespace: home, Name: settings.Secret),
        ];
    }

    private static IEnumerable<NeededRight> Tokens(TokenSettings settings) => !settings.Enabled ? [] :
    [
        new("create", "", "secrets", Namespace: "kube-system"),
        new("delete", "", "secrets", Namespace: "kube-system"),
        new("create", Certificates, "certificatesigningrequests"),
    ];
}
