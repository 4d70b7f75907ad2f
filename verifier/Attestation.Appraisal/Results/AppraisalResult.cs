using Attestation.Appraisal.Devices;
using Attestation.Appraisal.Nodes;
using Attestation.Appraisal.Nodes.Boot;
using Attestation.Appraisal.Nodes.Ima;

namespace Attestation.Appraisal.Results;

/// <summary>The outcome of one appraisal (RFC 9334 section 8.4, before it is signed): a verdict and the whole difference behind it.</summary>
public sealed record AppraisalResult
{
    /// <summary>What kind of attester was judged: it names the submodule of the attestation result.</summary>
    public AttesterKind Attester { get; init; }

    /// <summary>The worst trust claim's tier; never <see cref="AppraisalStatus.None"/> for evidence that was looked at.</summary>
    public required AppraisalStatus Status { get; init; }

    /// <summary>
    /// The verdict without <see cref="DiceIdentity"/>: what the submodule <c>node</c> says. Null where there is no such difference.
    /// </summary>
    public AppraisalStatus? OwnStatus { get; init; }

    public required TrustVector Vector { get; init; }

    /// <summary>All findings in the order of the steps; empty where the evidence is as it should be.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>The same for people and for results: what refuses first, notes last, else in the order of the steps.</summary>
    public IReadOnlyList<Finding> WorstFirst => [.. Findings.OrderByDescending(f => f.Severity)];

    /// <summary>Null where the chain did not verify: an unverified identity is no identity.</summary>
    public DeviceIdentity? Device { get; init; }

    /// <summary>SubjectPublicKeyInfo of the key that signed the device's evidence; null where none signed it, or it was not fresh.</summary>
    public ReadOnlyMemory<byte>? DeviceKey { get; init; }

    /// <summary>Every comparison that was made, the matching ones too. Empty means nothing was compared, which is a refusal.</summary>
    public IReadOnlyList<ComparedMeasurement> Compared { get; init; } = [];

    /// <summary>The device's memory to store for the next appraisal. Null where evidence was not authentic and fresh: then keep the old one.</summary>
    public DeviceHistory? UpdatedHistory { get; init; }

    /// <summary>Null where no quote verified, and for evidence of devices.</summary>
    public NodeIdentity? Node { get; init; }

    /// <summary>The node's memory to store for the next appraisal. Null where evidence was not authentic and fresh: then keep the old one.</summary>
    public NodeHistory? UpdatedNodeHistory { get; init; }

    /// <summary>
    /// The verdict on a node's DICE identity where the evidence shows one: the submodule <c>device</c> beside <c>node</c>. <see cref="Status"/>,
    /// <see cref="Device"/> and <see cref="UpdatedHistory"/> of the node's own result take it in already.
    /// </summary>
    public AppraisalResult? DiceIdentity { get; init; }

    /// <summary>What was found in a node's IMA list; null where none was judged. Its findings are among <see cref="Findings"/>.</summary>
    public ImaVerdict? Ima { get; init; }

    /// <summary>What a node's boot was made of; null where no bank was quoted in which it could be compared. Its findings are among <see cref="Findings"/>.</summary>
    public BootReport? Boot { get; init; }

    public required string MediaType { get; init; }

    /// <summary>SHA-256 of the evidence as received, 32 bytes.</summary>
    public required ReadOnlyMemory<byte> EvidenceDigest { get; init; }

    /// <summary><see cref="Policies.Policy.Id"/> of the policy that judged.</summary>
    public required string PolicyId { get; init; }

    /// <summary>The instant the appraisal was made for.</summary>
    public required DateTimeOffset At { get; init; }
}
