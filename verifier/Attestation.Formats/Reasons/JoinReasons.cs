namespace Attestation.Formats.Reasons;

/// <summary>Reasons for which a node's agent does not get the node into its cluster, events 3090-3099.</summary>
public static class JoinReasons
{
    private const string Joining = "docs/agent.md, joining";

    public static readonly ReasonCode Verdict = new(3090, "join.verdict",
        "The verifier did not affirm the node, so there is nothing to join with.",
        "attest explain with the appraisal's id names every finding; mend the node and join again.", Joining);

    public static readonly ReasonCode GateUnreachable = new(3091, "join.gate-unreachable",
        "The gate was not reached, or gives no answer now.",
        "Look at --gate, --gate-ca-file and --gate-pin, and at the gate's readiness; then join again.", Joining);

    public static readonly ReasonCode Refused = new(3092, "join.refused",
        "The gate gives this node no credential.",
        "Its own code says why: attest explain CODE.", Joining);

    public static readonly ReasonCode Credential = new(3093, "join.credential",
        "What the gate answered is no credential that this node can use.",
        "Compare the versions of gate and agent; whoever stands between them cannot make one that opens.", "RFC 7516 section 5.2");

    public static readonly ReasonCode Cluster = new(3094, "join.cluster",
        "The cluster's API server was not reached, or does not take the request.",
        "Look at the server's address in the gate's configuration and at the roles that a bootstrap token has; then join again.", Joining);

    public static readonly ReasonCode Denied = new(3095, "join.denied",
        "The node's certificate signing request was denied.",
        "The reason that stands on the request says what to do; joining again makes another key and another request.", Joining);

    public static readonly ReasonCode Failed = new(3096, "join.failed",
        "The cluster's signer could not issue the certificate that was approved.",
        "Look at the condition on the request and at the log of the controller manager.", Joining);

    public static readonly ReasonCode Timeout = new(3097, "join.timeout",
        "There is no certificate yet: nobody decided about the request in time, or the signer did not sign it.",
        "Look at the gate and at the controller manager; join again finds the same request, or raise --wait.", Joining);

    public static readonly ReasonCode Certificate = new(3098, "join.certificate",
        "The certificate that was issued is not this node's.",
        "Look at who signs for the cluster: key, name, organisation and time must be those that were asked for.", Joining);

    public static readonly ReasonCode Key = new(3099, "join.key",
        "The kubelet's key cannot be read, or the TPM does not unseal it.",
        "After a change of the sealed PCRs or of the TPM the key is gone; the agent makes another and joins anew.", Joining);

    internal static readonly ReasonCode[] All =
    [
        Verdict, GateUnreachable, Refused, Credential, Cluster, Denied, Failed, Timeout, Certificate, Key,
    ];
}
