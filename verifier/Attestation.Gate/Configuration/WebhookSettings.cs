namespace Attestation.Gate.Configuration;

/// <summary>Section <c>webhook</c>: admission of nodes.</summary>
public sealed record WebhookSettings
{
    /// <summary>Groups that every node, or everybody, is in: whoever named one would have switched admission off.</summary>
    private static readonly string[] Everybody = ["system:nodes", "system:bootstrappers", "system:authenticated", "system:unauthenticated", "system:serviceaccounts"];

    public bool Enabled { get; init; }

    /// <summary>https always: an API server calls nothing else.</summary>
    public required ListenAddress Listen { get; init; }

    /// <summary>DNS names and addresses under which the API server calls; the managed certificate is for them.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Name of the ValidatingWebhookConfiguration whose caBundle the gate writes.</summary>
    public required string Configuration { get; init; }

    /// <summary>Name of the Secret that the replicas share.</summary>
    public required string Secret { get; init; }

    public TimeSpan CertificateLifetime { get; init; }

    /// <summary>How long the authorities of two certificates are believed at once in a rotation.</summary>
    public TimeSpan CertificateOverlap { get; init; }

    /// <summary>Between two looks at Secret, registration or certificate files.</summary>
    public TimeSpan CertificateCheck { get; init; }

    /// <summary>PEM of a certificate that somebody else manages; null where the gate manages its own.</summary>
    public string? Certificate { get; init; }

    /// <summary>PEM of its key.</summary>
    public string? Key { get; init; }

    /// <summary>User names and groups whose requests pass although they would be refused.</summary>
    public IReadOnlyList<string> BreakGlass { get; init; } = [];

    public TimeSpan WarnBefore { get; init; }

    public static WebhookSettings Read(SettingsNode node)
    {
        TimeSpan second = TimeSpan.FromSeconds(1), day = TimeSpan.FromDays(1);
        var settings = new WebhookSettings
        {
            Enabled = node.Flag("enabled", node.Exists),
            Listen = node.Listen("listen", "https://0.0.0.0:8443"),
            Names = NamesOf(node),
            Configuration = node.Text("configuration", "attest-gate"),
            Secret = node.Text("secret", "attest-gate-webhook"),
            CertificateLifetime = node.Duration("certificateLifetime", 90 * day, 10 * second, 3650 * day),
            CertificateOverlap = node.Duration("certificateOverlap", TimeSpan.FromMinutes(10), second, 30 * day),
            CertificateCheck = node.Duration("certificateCheck", TimeSpan.FromSeconds(15), TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1)),
            Certificate = node.FilePath("certificate"),
            Key = node.FilePath("key"),
            BreakGlass = node.Texts("breakGlass"),
            WarnBefore = node.Duration("warnBefore", TimeSpan.FromMinutes(1), TimeSpan.Zero, day),
        };
        node.Done();
        Check(settings, node);
        return settings;
    }

    /// <summary>A service of the cluster is called by its name in it; anything else by its address.</summary>
    private static IReadOnlyList<string> NamesOf(SettingsNode node)
    {
        SettingsNode service = node.Section("service");
        Uri? url = node.Address("url");
        string? name = service.Exists ? service.RequiredText("name") : null, space = service.Exists ? service.RequiredText("namespace") : null;
        service.Done();
        if (name is not null && url is not null)
            throw node.Wrong("url", "stands beside service: the API server calls one of the two");
        return name is not null ? [$"{name}.{space}.svc"] : url is not null ? [url.Host.Trim('[', ']')] : [];
    }

    private static void Check(WebhookSettings settings, SettingsNode node)
    {
        if (!settings.Listen.IsTls)
            throw node.Wrong("listen", "is not https, and the API server calls nothing else");
        if (settings.Certificate is null != settings.Key is null)
            throw node.Wrong(settings.Certificate is null ? "certificate" : "key", "is missing beside the other of the two");
        if (settings.Enabled && settings.Certificate is null && settings.Names.Count == 0)
            throw node.Wrong("service", "is missing, and so is url: the certificate must be for the name that the API server calls");
        if (settings.CertificateOverlap * 3 >= settings.CertificateLifetime)
            throw node.Wrong("certificateOverlap", "is a third of certificateLifetime or more: the next certificate is made when a third is left");
        if (settings.BreakGlass.FirstOrDefault(who => Everybody.Contains(who) || who.StartsWith("system:node:", StringComparison.Ordinal)) is { } everybody)
            throw node.Wrong("breakGlass", $"names {everybody}, which would let every node in");
    }
}
