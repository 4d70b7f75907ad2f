namespace Attestation.Formats.Reasons;

/// <summary>What attest-gate doctor finds, events 3080-3089.</summary>
public static class DoctorReasons
{
    private const string Doctor = "docs/gate-doctor.md";

    public static readonly ReasonCode Verifier = new(3080, "gate.doctor.verifier",
        "The verifier does not answer the gate.",
        "See that verifier.url is right and reachable from here, that verifier.caFile holds its authority and verifier.tokenFile its --api-token-file.", Doctor);

    public static readonly ReasonCode Key = new(3081, "gate.doctor.key",
        "The verifier's key is not pinned, or is not the pinned one.",
        "Give verifier.resultKey the verifier's key; if that has changed on purpose, replace the file and the state folder's copy.", Doctor);

    public static readonly ReasonCode ApiServer = new(3082, "gate.doctor.api-server",
        "The API server does not answer the gate.",
        "See that the server of the kubeconfig, or the pod's service account, is right and reachable from here.", Doctor);

    public static readonly ReasonCode Right = new(3083, "gate.doctor.right",
        "The gate's account lacks a right that its settings need.",
        "Apply the roles of verifier/deploy/kubernetes/gate, or switch off the part that needs it.", Doctor);

    public static readonly ReasonCode Bypass = new(3084, "gate.doctor.bypass",
        "Somebody besides the gate can have a kubelet's request approved.",
        "Remove the binding that is named: kube-controller-manager approves by itself whatever it allows.", Doctor);

    public static readonly ReasonCode Webhook = new(3085, "gate.doctor.webhook",
        "The API server does not ask the gate about nodes as it should.",
        "Apply verifier/deploy/kubernetes/gate/webhook.yaml; the gate that leads writes the caBundle.", Doctor);

    public static readonly ReasonCode Controllers = new(3086, "gate.doctor.controllers",
        "A controller that the gate relies on does not do its work.",
        "Let kube-controller-manager run csrsigning, with --use-service-account-credentials, and nodelifecycle.", Doctor);

    public static readonly ReasonCode Clock = new(3087, "gate.doctor.clock",
        "Two clocks differ.",
        "Set the clocks by NTP: a verdict's end is compared with the gate's clock.", Doctor);

    public static readonly ReasonCode Nodes = new(3088, "gate.doctor.nodes",
        "Nodes of the cluster have no good verdict, or are exempt from needing one.",
        "Enrol them and let them attest before the ladder is switched on; keep the list of exempt nodes short.", Doctor);

    public static readonly ReasonCode Running = new(3089, "gate.doctor.running",
        "No gate acts, or what it knows is old.",
        "Look at the log of the gate that leads, and at its /readyz.", Doctor);

    internal static readonly ReasonCode[] All = [Verifier, Key, ApiServer, Right, Bypass, Webhook, Controllers, Clock, Nodes, Running];
}
