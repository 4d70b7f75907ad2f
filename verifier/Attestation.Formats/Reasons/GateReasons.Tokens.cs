namespace Attestation.Formats.Reasons;

/// <summary>Events 3050-3059: why a node gets no credential for joining.</summary>
public static partial class GateReasons
{
    private const string Join = "docs/join.md";

    public static readonly ReasonCode JoinRequest = new(3050, "gate.join.request",
        "The request for a credential is not as it is defined.",
        "Send node, secretsKey (a P-256 SubjectPublicKeyInfo in base64), kind, and for a certificate the request; nothing else.", Join);

    public static readonly ReasonCode JoinKind = new(3051, "gate.join.kind",
        "This gate does not give credentials of this kind.",
        "Ask for one of the kinds that the answer names, or let the operator add it to tokens.kinds.", Join);

    public static readonly ReasonCode JoinSecretsKey = new(3052, "gate.join.secrets-key",
        "The key to encrypt to is not the one that the node's evidence bound.",
        "Run attest-agent join on the node, so that its evidence binds the key; if it did, somebody else asked in its name.", Join);

    public static readonly ReasonCode JoinRate = new(3053, "gate.join.rate",
        "Too many requests for credentials, by this node or from this address.",
        "Wait the seconds named in Retry-After; a node needs one credential to join.", Join);

    public static readonly ReasonCode JoinBusy = new(3054, "gate.join.busy",
        "The gate is handing out as many credentials at once as it may.",
        "Wait the seconds named in Retry-After and ask again.", Join);

    public static readonly ReasonCode JoinCluster = new(3055, "gate.join.cluster",
        "The API server did not take the credential.",
        "Ask again in a while; the operator finds the cause in the gate's log, and attest-gate doctor checks the gate's rights.", Join);

    public static readonly ReasonCode JoinTimeout = new(3056, "gate.join.timeout",
        "The node's certificate was not issued in time.",
        "Ask again; if it stays so, see whether a gate leads and whether the cluster's signer for kubelets runs.", Join);

    public static readonly ReasonCode JoinDenied = new(3057, "gate.join.denied",
        "The request for the node's certificate was denied, or the signer failed on it.",
        "The conditions of the CertificateSigningRequest that the gate's log names say why.", Join);

    public static readonly ReasonCode JoinBody = new(3058, "gate.join.body",
        "The request has no body, one that is too large, or one that did not arrive whole.",
        "Send one JSON object of at most 16 KiB at once, as application/json.", Join);

    public static readonly ReasonCode JoinName = new(3059, "gate.join.name",
        "The node's name is too long for a bootstrap token: it does not fit into the token's own group.",
        "Ask for a client certificate, shorten tokens.groupPrefix, or give the node a shorter name.", Join);

    /// <summary>Of the credentials for joining.</summary>
    internal static readonly ReasonCode[] Tokens =
        [JoinRequest, JoinKind, JoinSecretsKey, JoinRate, JoinBusy, JoinCluster, JoinTimeout, JoinDenied, JoinBody, JoinName];
}
