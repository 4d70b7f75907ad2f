using Attestation.Appraisal.Devices;
using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Nodes;
using Attestation.Appraisal.Policies;

namespace Attestation.Appraisal;

/// <summary>Everything an appraisal depends on: the same request gives the same result, byte for byte.</summary>
public sealed class AppraisalRequest
{
    /// <summary>Limit on the evidence of a device, checked before anything is parsed; a node's may have <see cref="Formats.Node.NodeLimits.Evidence"/>.</summary>
    public const int MaxEvidence = 1 << 20;

    public required ReadOnlyMemory<byte> Evidence { get; init; }

    /// <summary>Content type of the evidence as the sender named it, parameters included.</summary>
    public required string MediaType { get; init; }

    /// <summary>The nonce of this session, 8 to 64 bytes (RFC 9711 section 4.1).</summary>
    public required ReadOnlyMemory<byte> Nonce { get; init; }

    public required EndorsementSet Endorsements { get; init; }

    public required Policy Policy { get; init; }

    /// <summary>
    /// Finds what a device left at its last appraisal, under its <see cref="Results.DeviceIdentity.UdsKeyThumbprint"/>; null at the first. Called at most
    /// once, after the chain has verified, so that no evidence can choose another device's history or none.
    /// </summary>
    public Func<string, DeviceHistory?> History { get; init; } = _ => null;

    /// <summary>
    /// Says since when and why an operator revoked a device's identity, under its <see cref="Results.DeviceIdentity.UdsKeyThumbprint"/>; null where nobody
    /// did. Called after the chain has verified, once for each key above its layers, the anchor's included: below a revoked key nothing is trusted.
    /// </summary>
    public Func<string, string?> Revocation { get; init; } = _ => null;

    /// <summary>Finds a node's enrolment under the TPM name of its attestation key, lower-case hex; null where that key is not enrolled.</summary>
    public Func<string, EnrolledNode?> Nodes { get; init; } = _ => null;

    /// <summary>
    /// Finds what a node left at its last appraisal, under the TPM name of its attestation key; null at the first. Called at most once, after a quote
    /// has verified with that key.
    /// </summary>
    public Func<string, NodeHistory?> NodeHistory { get; init; } = _ => null;

    public required DateTimeOffset Now { get; init; }

    /// <summary>Chains already verified; speed only, never a different verdict. Null: every chain is verified anew.</summary>
    public ChainCache? KnownChains { get; init; }
}
