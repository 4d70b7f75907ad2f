using Attestation.Gate.JoinTokens;

namespace Attestation.Gate.Configuration;

/// <summary>Section <c>tokens</c>: credentials that nodes join with.</summary>
public sealed record TokenSettings
{
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
}
