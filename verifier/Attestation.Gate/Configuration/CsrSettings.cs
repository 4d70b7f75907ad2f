namespace Attestation.Gate.Configuration;

/// <summary>Section <c>csr</c>: the approver of kubelets' certificate signing requests.</summary>
public sealed record CsrSettings
{
    public bool Enabled { get; init; }

    /// <summary>Does the gate decide about serving certificates too?</summary>
    public bool Serving { get; init; }

    /// <summary>Which bootstrap tokens may ask for a node's first certificate.</summary>
    public BootstrapTokens BootstrapTokens { get; init; }

    /// <summary>How long a request waits for a verdict that is not there yet, before it is denied.</summary>
    public TimeSpan Patience { get; init; }

    public static CsrSettings Read(SettingsNode node)
    {
        var settings = new CsrSettings
        {
            Enabled = node.Flag("enabled", true),
            Serving = node.Flag("serving", true),
            BootstrapTokens = node.Choice("bootstrapTokens", BootstrapTokens.Any),
            Patience = node.Duration("patience", TimeSpan.FromSeconds(10), TimeSpan.Zero, TimeSpan.FromMinutes(10)),
        };
        node.Done();
        return settings;
    }
}

/// <summary>Which bootstrap tokens may ask for a node's first certificate.</summary>
public enum BootstrapTokens
{
    /// <summary>Every one; the verdict and the bound key decide.</summary>
    Any,

    /// <summary>Only those that the gate itself gave to this node.</summary>
    Gate,
}
