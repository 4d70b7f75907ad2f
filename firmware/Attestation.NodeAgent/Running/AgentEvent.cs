namespace Attestation.NodeAgent.Running;

/// <summary>Everything the agent logs. Operators search for ids, not for prose.</summary>
/// <param name="Id">2450 and up.</param>
/// <param name="Name">What happened.</param>
/// <param name="Level">info, warning or error.</param>
public sealed record AgentEvent(int Id, string Name, string Level)
{
    public static AgentEvent Started { get; } = new(2450, "started", "info");

    public static AgentEvent Stopped { get; } = new(2451, "stopped", "info");

    /// <summary>A key of the TPM was opened: where it came from.</summary>
    public static AgentEvent Key { get; } = new(2452, "key", "info");

    /// <summary>The key remembered is gone for good and another was made.</summary>
    public static AgentEvent KeyLost { get; } = new(2453, "key-lost", "warning");

    public static AgentEvent Note { get; } = new(2454, "note", "info");

    /// <summary>The file of the enrolment was damaged and put aside.</summary>
    public static AgentEvent EnrolmentDamaged { get; } = new(2455, "enrolment-damaged", "warning");

    public static AgentEvent Enrolled { get; } = new(2456, "enrolled", "info");

    /// <summary>The verifier does not know this node any more.</summary>
    public static AgentEvent Forgotten { get; } = new(2457, "forgotten", "warning");

    /// <summary>Evidence left this machine: what was in it.</summary>
    public static AgentEvent Sent { get; } = new(2458, "evidence-sent", "info");

    public static AgentEvent Affirmed { get; } = new(2459, "affirmed", "info");

    public static AgentEvent Refused { get; } = new(2460, "refused", "warning");

    /// <summary>The verifier wants the IMA list from its start.</summary>
    public static AgentEvent ImaFromTheStart { get; } = new(2461, "ima-from-the-start", "info");

    public static AgentEvent VerifierFailed { get; } = new(2462, "verifier-failed", "warning");

    public static AgentEvent NodeFailed { get; } = new(2463, "node-failed", "error");

    public static AgentEvent Waiting { get; } = new(2464, "waiting", "info");

    public static AgentEvent StatusNotWritten { get; } = new(2465, "status-not-written", "warning");

    public static AgentEvent Identity { get; } = new(2466, "identity", "info");

    /// <summary>The gate gave a credential.</summary>
    public static AgentEvent Credential { get; } = new(2467, "credential", "info");

    /// <summary>A certificate signing request was filed, or found again.</summary>
    public static AgentEvent Requested { get; } = new(2468, "certificate-requested", "info");

    /// <summary>The kubelet has a certificate: the first or another.</summary>
    public static AgentEvent Joined { get; } = new(2469, "joined", "info");

    public static AgentEvent JoinFailed { get; } = new(2470, "join-failed", "warning");

    /// <summary>The kubelet's key came back from its seal.</summary>
    public static AgentEvent KubeletKey { get; } = new(2471, "kubelet-key", "info");

    /// <summary>The case was opened, or was opened before, or nobody ever cleared the record.</summary>
    public static AgentEvent Tampered { get; } = new(2472, "tampered", "warning");

    /// <summary>The tamper input is not watched any more.</summary>
    public static AgentEvent TamperInputFailed { get; } = new(2473, "tamper-input-failed", "error");
}
