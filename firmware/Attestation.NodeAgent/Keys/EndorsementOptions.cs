namespace Attestation.NodeAgent.Keys;

/// <summary>Which endorsement key, and what it takes to use it.</summary>
public sealed record EndorsementOptions
{
    /// <summary>Id of one template (<c>L-1</c>), or null: the agent chooses.</summary>
    public string? Template { get; init; }

    /// <summary>PEM or DER file with the certificate, leaf first, for platforms that keep none in NV storage.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>authValue of the endorsement hierarchy; empty on nearly all machines.</summary>
    public byte[] EndorsementAuth { get; init; } = [];

    /// <summary>authValue of the owner hierarchy; empty on nearly all machines.</summary>
    public byte[] OwnerAuth { get; init; } = [];
}
