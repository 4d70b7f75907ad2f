namespace Attestation.NodeAgent.State;

/// <summary>Where the agent keeps what survives a reboot, and what only this boot needs.</summary>
/// <param name="State">The attestation key and the enrolment: <c>/var/lib/attest-agent</c>. Owner only.</param>
/// <param name="Run">The status and this boot's DICE identity: <c>/run/attest-agent</c>, on a tmpfs.</param>
public sealed record AgentFolders(string State, string Run)
{
    public const string DefaultState = "/var/lib/attest-agent", DefaultRun = "/run/attest-agent";

    /// <summary>The attestation key; <see cref="Keys.TpmKeyStore"/>.</summary>
    public string AttestationKey => Path.Combine(State, "ak.json");

    /// <summary>The key that gives the UDS; <see cref="NodeAgent.Identity.UdsKey"/>.</summary>
    public string UdsKey => Path.Combine(State, "uds-key.json");

    /// <summary>The DICE identity of this boot; <see cref="NodeAgent.Identity.NodeIdentityFile"/>.</summary>
    public string Identity => Path.Combine(Run, "identity");

    public string Enrolment => Path.Combine(State, "enrolment.json");

    /// <summary>Held by the service as long as it runs: one a folder.</summary>
    public string ServiceLock => Path.Combine(State, "service.lock");

    /// <summary>Held while keys and enrolment are used: the service and a command take turns.</summary>
    public string KeysLock => Path.Combine(State, "keys.lock");

    public string Status => Path.Combine(Run, "status.json");

    /// <summary>What the agent remembers of the cluster that the node joins, and the key of a certificate that is not there yet; <see cref="Joining.JoinState"/>.</summary>
    public string Join => Path.Combine(State, "join");

    /// <summary>Held while the node joins or renews: the service and a command take turns.</summary>
    public string JoinLock => Path.Combine(State, "join.lock");

    /// <summary>What the kubelet reads, unless <c>--join-dir</c> says otherwise: on the disk, or on the tmpfs where the key is sealed at rest.</summary>
    public string Kubelet(bool isSealed) => Path.Combine(isSealed ? Run : State, "kubelet");
}
