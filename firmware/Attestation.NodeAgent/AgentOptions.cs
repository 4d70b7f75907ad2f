using Attestation.NodeAgent.Evidence;
using Attestation.NodeAgent.Gpio;
using Attestation.NodeAgent.Identity;
using Attestation.NodeAgent.Joining;
using Attestation.NodeAgent.Keys;
using Attestation.NodeAgent.Running;
using Attestation.NodeAgent.State;
using Attestation.NodeAgent.Verifiers;
using Attestation.Tpm.Wire;

namespace Attestation.NodeAgent;

/// <summary>Everything that is set from outside; docs/agent.md says what each means.</summary>
public sealed record AgentOptions
{
    /// <summary>Null where none was named: then nothing is sent.</summary>
    public VerifierOptions? Verifier { get; init; }

    /// <summary>The node's tamper input; null: it has none.</summary>
    public GpioPin? Tamper { get; init; }

    /// <summary>A light that shows the verdict; null: none.</summary>
    public GpioPin? StatusLed { get; init; }

    public AgentFolders Folders { get; init; } = new(AgentFolders.DefaultState, AgentFolders.DefaultRun);

    /// <summary>As <see cref="TpmAddress"/> reads it; null: the kernel's device.</summary>
    public string? Tpm { get; init; }

    /// <summary>Name of the node in its cluster.</summary>
    public string? NodeName { get; init; }

    public NodeClass? Class { get; init; }

    /// <summary>PEM file of the kubelet's key, bound into the quotes: see <see cref="KubeletKeyFile"/>. Null: none is bound.</summary>
    public string? KubeletKeyFile { get; init; }

    /// <summary>How the node joins its cluster; null: it does not, or somebody else sees to it. Then the kubelet's key is the agent's.</summary>
    public JoinOptions? Join { get; init; }

    public EndorsementOptions Endorsement { get; init; } = new();

    public AttestationKeyKind AttestationKey { get; init; } = AttestationKeyKind.P256;

    /// <summary>Persistent handles for our keys; null: none is made persistent.</summary>
    public HandleRange? Handles { get; init; } = HandleRange.Default;

    public TpmlPcrSelection Pcrs { get; init; } = PcrChoice.Parse(PcrChoice.Default);

    public NodePaths Paths { get; init; } = new();

    /// <summary>Never longer than this between two attestations, whatever the verifier asks for.</summary>
    public TimeSpan IntervalCap { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Never longer than this between two attempts after failures.</summary>
    public TimeSpan BackoffCap { get; init; } = TimeSpan.FromMinutes(5);

    public LogFormat LogFormat { get; init; } = LogFormat.Json;

    /// <summary>The DICE identity that <c>attest-agent latch</c> made in this boot; null: the operator wants none.</summary>
    public IdentityOptions? Identity { get; init; }

    public KeyPlace AttestationKeyPlace => new(Folders.AttestationKey, AttestationKey.Template) { Handles = Handles };

    /// <exception cref="AgentException">Usage: none was named.</exception>
    public VerifierOptions RequireVerifier() => Verifier ?? throw AgentException.Usage("No verifier: name one with --verifier, or as ATTEST_AGENT_VERIFIER in the environment or the configuration file.");

    /// <exception cref="AgentException">Usage: none was named.</exception>
    public JoinOptions RequireJoin() => Join ?? throw AgentException.Usage("No gate: name one with --gate, or as ATTEST_AGENT_GATE in the environment or the configuration file.");
}
