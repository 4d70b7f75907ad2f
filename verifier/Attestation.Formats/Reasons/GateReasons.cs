namespace Attestation.Formats.Reasons;

/// <summary>Reasons of the gate, events 3000-3099: why a certificate signing request of a node is denied, and why the gate itself does not start.</summary>
public static partial class GateReasons
{
    private const string Gate = "docs/gate.md";
    private const string Signers = "Kubernetes, certificate signing requests, kubelet signers";

    public static readonly ReasonCode Configuration = new(3000, "gate.configuration",
        "A setting of the gate cannot be used.",
        "Correct the setting that is named.", Gate);

    public static readonly ReasonCode KubernetesCredentials = new(3001, "gate.kubernetes.credentials",
        "The gate has no account with which to talk to the API server.",
        "Give --kubeconfig a file with a server, its authority, and a certificate or token; in a pod, mount the service account.", Gate);

    public static readonly ReasonCode Listen = new(3002, "gate.listen",
        "An address cannot be listened on.",
        "Give a free port, and an address of this machine.", Gate);

    public static readonly ReasonCode State = new(3003, "gate.state",
        "The state folder cannot be used.",
        "Let state name a folder that the gate may write, or give verifier.resultKey, so that nothing has to be kept.", Gate);

    public static readonly ReasonCode VerifierKey = new(3004, "gate.verifier.key",
        "The key of the verifier cannot be read.",
        "Give verifier.resultKey a public key in PEM or a JWK; attest and the verifier's /.well-known/jwks.json show it.", Gate);

    public static readonly ReasonCode ResultSignature = new(3006, "gate.result.signature",
        "A result in the verifier's feed is not signed by the key that the gate knows.",
        "If the verifier has a new key, give it to the gate; if it has not, somebody else answers in its place.", Gate);

    public static readonly ReasonCode ResultClaims = new(3007, "gate.result.claims",
        "A signed result in the verifier's feed does not say what a gate needs to know.",
        "Let the node attest again with the present version of the verifier; where the result is from the future, set the clocks.", Gate);

    public static readonly ReasonCode RequestMalformed = new(3010, "gate.csr.malformed",
        "The request holds no PKCS #10 request whose signature verifies.",
        "Let the kubelet make a new request.", Signers);

    public static readonly ReasonCode RequestSubject = new(3011, "gate.csr.subject",
        "The subject is not exactly a node's: organisation system:nodes and common name system:node:NAME.",
        "Look at who made the request: a kubelet does not ask for another subject.", Signers);

    public static readonly ReasonCode RequestRequester = new(3012, "gate.csr.requester",
        "The one who asks may not ask for this node.",
        "A node asks for itself only; a new one uses a bootstrap token.", Signers);

    public static readonly ReasonCode RequestUsages = new(3013, "gate.csr.usages",
        "The usages are not exactly a kubelet's.",
        "Look at who made the request: a kubelet does not ask for other usages.", Signers);

    public static readonly ReasonCode RequestNames = new(3014, "gate.csr.names",
        "The request has alternative names that its certificate may not have.",
        "A client certificate has none; a serving certificate only names and addresses of its own node.", Signers);

    public static readonly ReasonCode RequestKey = new(3015, "gate.csr.key",
        "The request's key is not the one that the node's evidence bound.",
        "Run attest-agent join on the node, so that its evidence binds the kubelet's key; if it did, somebody else asked in its name.", Gate);

    public static readonly ReasonCode RequestReplayed = new(3016, "gate.csr.replayed",
        "The very same request was approved before, under another name.",
        "Let the kubelet make a new request; if it did not post this one, somebody copied it.", Gate);

    public static readonly ReasonCode RequestOtherNode = new(3017, "gate.csr.other-node",
        "The request's key is bound by the evidence of another node.",
        "Look at who made the request: every node has a key of its own.", Gate);

    public static readonly ReasonCode RequestExempt = new(3018, "gate.csr.exempt",
        "The node needs no verdict, so nothing vouches for its first key.",
        "Give an exempt node its first certificate by hand; it renews it by itself.", Gate);

    public static readonly ReasonCode VerdictMissing = new(3020, "gate.verdict.missing",
        "There is no verdict for this node.",
        "Enrol the node and let it attest: attest-agent enrol, attest-agent run.", Gate);

    public static readonly ReasonCode VerdictRefused = new(3021, "gate.verdict.refused",
        "The node's last attestation was refused.",
        "attest explain with the appraisal's id names every finding; mend the node and let it attest again.", Gate);

    public static readonly ReasonCode VerdictExpired = new(3022, "gate.verdict.expired",
        "The node's verdict has expired.",
        "See why the agent no longer attests: attest-agent status on the node.", Gate);

    public static readonly ReasonCode VerdictRevoked = new(3023, "gate.verdict.revoked",
        "An operator revoked the node's verdict.",
        "Ask who revoked it; lifting the revocation is theirs.", Gate);

    public static readonly ReasonCode VerdictEnded = new(3024, "gate.verdict.ended",
        "The verdict is of a node that was retired, or whose TPM has enrolled again since.",
        "Let the node attest with its current attestation key, or remove its record at the verifier.", Gate);

    public static readonly ReasonCode VerifierUnknown = new(3025, "gate.verifier.unknown",
        "The gate has not read the verifier's verdicts yet, so it knows nothing of any node.",
        "Look at the gate's readiness and at attest-gate doctor; the verifier must be reachable from it.", Gate);

    public static readonly ReasonCode VerdictWarning = new(3026, "gate.verdict.warning",
        "The node's verdict is a warning, which is not good enough here.",
        "attest explain with the appraisal's id names what the warning is about; mend it, or set verifier.acceptWarning.", Gate);

    public static readonly ReasonCode VerdictAmbiguous = new(3027, "gate.verdict.ambiguous",
        "Several enrolled nodes have a current verdict under this name.",
        "Retire all of them but the right one at the verifier.", Gate);

    internal static readonly ReasonCode[] All =
    [
        Configuration, KubernetesCredentials, Listen, State, VerifierKey, ResultSignature, ResultClaims,
        RequestMalformed, RequestSubject, RequestRequester, RequestUsages, RequestNames, RequestKey, RequestReplayed, RequestOtherNode, RequestExempt,
        VerdictMissing, VerdictRefused, VerdictExpired, VerdictRevoked, VerdictEnded, VerifierUnknown, VerdictWarning, VerdictAmbiguous,
    ];
}
