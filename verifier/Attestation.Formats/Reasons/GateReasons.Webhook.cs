namespace Attestation.Formats.Reasons;

/// <summary>Reasons of the gate's admission webhook, events 3030-3039.</summary>
public static partial class GateReasons
{
    private const string Webhook = "docs/gate.md, webhook";
    private const string Admission = "Kubernetes, admission.k8s.io/v1 AdmissionReview";
    private const string OwnedRemedy = "Leave it to the gate; in an emergency a user or group of webhook.breakGlass may change it, which is logged.";

    public static readonly ReasonCode WebhookMalformed = new(3030, "gate.webhook.malformed",
        "The body is no AdmissionReview of version v1 that the gate can read.",
        "Only the API server calls this address; if it did, compare its version with those that the gate knows.", Admission);

    public static readonly ReasonCode WebhookResource = new(3031, "gate.webhook.resource",
        "The webhook was asked about something that it does not judge.",
        "Correct the rules of the ValidatingWebhookConfiguration: CREATE and UPDATE of nodes, UPDATE of nodes/status.", Webhook);

    public static readonly ReasonCode WebhookOtherNode = new(3032, "gate.webhook.other-node",
        "A node may create and change only itself.",
        "Let the kubelet register under the name in its certificate (--hostname-override); if it did, somebody else has its credentials.", Webhook);

    public static readonly ReasonCode WebhookLabel = new(3033, "gate.webhook.label",
        "A label that only the gate may set would change.", OwnedRemedy, Webhook);

    public static readonly ReasonCode WebhookAnnotation = new(3034, "gate.webhook.annotation",
        "An annotation that only the gate may set would change.", OwnedRemedy, Webhook);

    public static readonly ReasonCode WebhookTaint = new(3035, "gate.webhook.taint",
        "A taint that only the gate may set would change.",
        "It goes when the node has a good verdict again; in an emergency a user or group of webhook.breakGlass may remove it, which is logged.", Webhook);

    public static readonly ReasonCode WebhookCondition = new(3036, "gate.webhook.condition",
        "A condition that only the gate may set would change.", OwnedRemedy, Webhook);

    public static readonly ReasonCode WebhookUncordon = new(3037, "gate.webhook.uncordon",
        "The gate cordoned this node because of its verdict.",
        "It is uncordoned when the node has a good verdict again; in an emergency a user or group of webhook.breakGlass may do it, which is logged.", Webhook);

    public static readonly ReasonCode WebhookStoredNode = new(3038, "gate.webhook.stored-node",
        "What would change cannot be told: the stored node cannot be read, or was changed at the same time.",
        "Try again; if it lasts, see whether the gate's account may get nodes.", "CVE-2021-25735");

    public static readonly ReasonCode WebhookRegistration = new(3039, "gate.webhook.registration",
        "The API server does not ask this webhook as it should.",
        "Apply the ValidatingWebhookConfiguration of verifier/deploy/kubernetes again, and find out who changed it.", Webhook);

    /// <summary>A property, since the order in which files of one class are initialised is nobody's promise.</summary>
    internal static ReasonCode[] OfWebhook =>
    [
        WebhookMalformed, WebhookResource, WebhookOtherNode, WebhookLabel, WebhookAnnotation, WebhookTaint, WebhookCondition, WebhookUncordon, WebhookStoredNode, WebhookRegistration,
    ];
}
