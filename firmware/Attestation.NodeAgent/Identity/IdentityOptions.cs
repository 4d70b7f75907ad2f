using Attestation.Dice.Certificates;
using Attestation.NodeAgent.Keys;

namespace Attestation.NodeAgent.Identity;

/// <summary>How the node gets its DICE identity.</summary>
public sealed record IdentityOptions
{
    public int Pcr { get; init; } = LatchPcr.Default;

    /// <summary>State file of the UDS key.</summary>
    public required string KeyFile { get; init; }

    /// <summary>Persistent handles for it; null: the private area is loaded each time.</summary>
    public HandleRange? Handles { get; init; } = HandleRange.Default;

    /// <summary>Where the identity of this boot is kept for later runs of the agent: on a tmpfs, see <see cref="NodeIdentityFile"/>.</summary>
    public string BootFile { get; init; } = "/run/attest-agent/identity";

    /// <summary>Form of the certificates.</summary>
    public CertificateForm Form { get; init; } = CertificateForm.Cbor;

    /// <summary>The kernel's files, for machines without a boot event log that names them.</summary>
    public IReadOnlyList<string> KernelFiles { get; init; } = [];

    /// <summary>The initial ramdisks' files, for such machines.</summary>
    public IReadOnlyList<string> InitrdFiles { get; init; } = [];

    /// <summary>The agent itself; empty: the files of the running program.</summary>
    public IReadOnlyList<string> AgentFiles { get; init; } = [];

    /// <summary>Reads the node's tamper input, for the kernel's configuration; null: the node has none, and its configuration says nothing about it.</summary>
    public Func<bool>? IsTampered { get; init; }
}
