namespace Attestation.Gate.Configuration;

/// <summary>Everything that an operator can set. docs/gate-configuration.md.</summary>
public sealed record GateSettings
{
    /// <summary>A domain of the operator's: owned labels, annotations, taints and conditions begin with it and a slash.</summary>
    public required string Prefix { get; init; }

    /// <summary>Nodes that need no verdict.</summary>
    public IReadOnlyList<string> Exempt { get; init; } = [];

    /// <summary>Folder for what the gate must remember over restarts: the pinned key of the verifier.</summary>
    public string State { get; init; } = "state";

    public required VerifierSettings Verifier { get; init; }

    public required KubernetesSettings Kubernetes { get; init; }

    public required CsrSettings Csr { get; init; }

    public required StatusSettings Status { get; init; }

    public required WebhookSettings Webhook { get; init; }

    public required TokenSettings Tokens { get; init; }

    public required ForwardAuthSettings ForwardAuth { get; init; }

    public required LadderSettings Ladder { get; init; }

    public required StormSettings Storm { get; init; }

    /// <summary>Sections whose parts work on the objects of a cluster.</summary>
    private static readonly string[] NeedCluster = ["csr", "webhook", "ladder", "storm", "tokens"];

    public bool IsExempt(string nodeName) => Exempt.Contains(nodeName, StringComparer.Ordinal);

    /// <exception cref="GateFailure">gate.configuration</exception>
    public static GateSettings Read(SettingsNode root)
    {
        var settings = new GateSettings
        {
            Prefix = PrefixOf(root),
            Exempt = root.Texts("exempt"),
            State = Path.GetFullPath(root.Text("state", "state"), root.Folder),
            Verifier = VerifierSettings.Read(root.Section("verifier")),
            Kubernetes = KubernetesSettings.Read(root.Section("kubernetes")),
            Csr = CsrSettings.Read(root.Section("csr")),
            Status = StatusSettings.Read(root.Section("status")),
            Webhook = WebhookSettings.Read(root.Section("webhook")),
            Tokens = TokenSettings.Read(root.Section("tokens")),
            ForwardAuth = ForwardAuthSettings.Read(root.Section("forwardAuth")),
            Ladder = LadderSettings.Read(root.Section("ladder")),
            Storm = StormSettings.Read(root.Section("storm")),
        };
        if (!settings.Kubernetes.Enabled && NeedCluster.FirstOrDefault(name => root.Section(name).Exists) is { } section)
            throw root.Wrong(section, "needs a cluster, and kubernetes.enabled is false");
        if (!settings.Kubernetes.Enabled && !settings.ForwardAuth.Enabled)
            throw root.Wrong("kubernetes", "is disabled, and forwardAuth is not enabled: the gate would do nothing");
        root.Done();
        return settings;
    }

    /// <summary>Kubernetes' rule for the prefix of a qualified name: an RFC 1123 subdomain; and not one of Kubernetes' own.</summary>
    private static string PrefixOf(SettingsNode root)
    {
        string prefix = root.RequiredText("prefix");
        if (prefix.Length > 253 || !prefix.Split('.').All(IsLabel))
            throw root.Wrong("prefix", "is no domain name in lower case");
        if (prefix is "kubernetes.io" or "k8s.io" || prefix.EndsWith(".kubernetes.io", StringComparison.Ordinal) || prefix.EndsWith(".k8s.io", StringComparison.Ordinal))
            throw root.Wrong("prefix", "belongs to Kubernetes: take a domain of your own");
        return prefix;
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= 63 && label.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') && label[0] != '-' && label[^1] != '-';
}
