using Attestation.Formats.Pcrs;

namespace Attestation.Appraisal.Policies;

/// <summary>The member <c>node</c> of a policy: how worker nodes are judged (docs/policy.md, node).</summary>
public sealed record NodePolicy
{
    /// <summary>The name in <see cref="Require"/> that stands for the IMA list.</summary>
    public const string ImaClass = "ima";

    /// <summary>
    /// What must be in the logs and compared with reference values: kinds of boot events in kebab case (<c>command-line</c>), and <c>ima</c>.
    /// An empty list is accepted here and refused at appraisal as vacuous.
    /// </summary>
    public IReadOnlyList<string> Require { get; init; } = ["secure-boot", "firmware", "boot-loader", "kernel", "initrd", "command-line", ImaClass];

    /// <summary>PCRs that must be quoted, by bank; more may be.</summary>
    public IReadOnlyDictionary<PcrBank, IReadOnlyList<int>> Pcrs { get; init; } =
        new Dictionary<PcrBank, IReadOnlyList<int>> { [PcrBank.Sha256] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 14] };

    /// <summary>Secure Boot must be on.</summary>
    public bool SecureBoot { get; init; } = true;

    /// <summary>How often a node is asked to attest.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The node must show its DICE identity too.</summary>
    public bool RequireDice { get; init; }

    /// <summary>Quoted PCRs must have the golden values of the reference values, besides what their events say.</summary>
    public bool GoldenPcrs { get; init; }

    public NodeImaPolicy Ima { get; init; } = new();

    public static NodePolicy Default { get; } = new();
}
