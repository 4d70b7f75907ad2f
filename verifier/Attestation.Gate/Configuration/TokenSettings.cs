using Attestation.Gate.JoinTokens;

namespace Attestation.Gate.Configuration;

/// <summary>Section <c>tokens</c>: credentials that nodes join with (docs/join.md).</summary>
public sealed record TokenSettings
{
    private const int MaxRate = 100_000;

    public bool Enabled { get; init; }

    public ListenAddress Listen { get; init; } = new(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0), false);

    /// <summary>PEM files for https: the certificate with its intermediates, and its key.</summary>
    public string? Certificate { get; init; }

    public string? Key { get; init; }

    /// <summary>How often the two are looked at.</summary>
    public TimeSpan CertificateCheck { get; init; }

    /// <summary>URL of the API server as nodes reach it; null takes the one that the gate itself uses.</summary>
    public Uri? Server { get; init; }

    /// <summary>PEM file: the authority of the API server's certificate; null takes the one that the gate itself believes.</summary>
    public string? CaFile { get; init; }

    /// <summary>What nodes may ask for.</summary>
    public required IReadOnlyList<CredentialKind> Kinds { get; init; }

    /// <summary>Of a bootstrap token; it ends earlier where the verdict does.</summary>
    public required TimeSpan Lifetime { get; init; }

    /// <summary>How long a token stays after its request was approved: its owner reads the certificate with it.</summary>
    public required TimeSpan UsedGrace { get; init; }

    public required TokenGroups Groups { get; init; }

    /// <summary>Credentials that one node gets in a minute.</summary>
    public required int PerNode { get; init; }

    /// <summary>Requests that are read from one address in a minute.</summary>
    public required int PerAddress { get; init; }

    /// <summary>Requests at once.</summary>
    public required int Concurrency { get; init; }

    /// <summary>How long a node waits for its certificate.</summary>
    public required TimeSpan CertificateWait { get; init; }

    public static TokenSettings Read(SettingsNode node)
    {
        TimeSpan second = TimeSpan.FromSeconds(1), minute = TimeSpan.FromMinutes(1);
        var settings = new TokenSettings
        {
            Enabled = node.Flag("enabled", false),
            Listen = node.Listen("listen", "https://0.0.0.0:8444"),
            Certificate = node.FilePath("certificate"),
            Key = node.FilePath("key"),
            CertificateCheck = node.Duration("certificateCheck", minute, second, TimeSpan.FromDays(1)),
            Server = node.Address("server"),
            CaFile = node.FilePath("caFile"),
            Kinds = ReadKinds(node),
            Lifetime = node.Duration("lifetime", 10 * minute, minute, TimeSpan.FromHours(1)),
            UsedGrace = node.Duration("usedGrace", 30 * second, TimeSpan.Zero, 10 * minute),
            Groups = ReadGroups(node),
            PerNode = node.Number("perNode", 6, 1, MaxRate),
            PerAddress = node.Number("perAddress", 60, 1, MaxRate),
            Concurrency = node.Number("concurrency", 16, 1, 1024),
            CertificateWait = node.Duration("certificateWait", 30 * second, second, 5 * minute),
        };
        settings.CheckListener(node);
        node.Done();
        return settings;
    }

    /// <summary>The answers are encrypted by themselves, but who asks should know that a gate answers: plain http is for a proxy on this machine.</summary>
    private void CheckListener(SettingsNode node)
    {
        if (!Enabled)
            return;
        if (Listen.IsTls != (Certificate is not null) || Listen.IsTls != (Key is not null))
            throw node.Wrong(Certificate is null ? "certificate" : Key is null ? "key" : "certificate", "and key are for an https listener, which needs both");
        if (!Listen.IsTls && !Listen.IsLoopback)
            throw node.Wrong("listen", "is http beyond this machine");
        if (Server is { Scheme: not "https" })
            throw node.Wrong("server", "is not https");
    }

    private static IReadOnlyList<CredentialKind> ReadKinds(SettingsNode node)
    {
        IReadOnlyList<string> names = node.Texts("kinds");
        var kinds = new List<CredentialKind>();
        foreach (string name in names)
            kinds.Add(CredentialKinds.TryParse(name, out CredentialKind kind) ? kind : throw node.Wrong("kinds", $"holds {name}, which is neither bootstrap-token nor client-certificate"));
        return kinds.Count == 0 ? [CredentialKind.BootstrapToken] : kinds;
    }

    private static TokenGroups ReadGroups(SettingsNode node)
    {
        string prefix = node.Text("groupPrefix", TokenGroups.DefaultPrefix);
        return TokenGroups.IsGroup(prefix) ? new TokenGroups(prefix) : throw node.Wrong("groupPrefix", "is no system:bootstrappers:NAME of lower-case letters, digits, hyphens and colons");
    }
}
