namespace Attestation.Gate.Webhook;

/// <summary>The admission webhook as a part of the gate: every replica answers.</summary>
internal static class WebhookPart
{
    /// <summary>Where the API server posts its reviews; the ValidatingWebhookConfiguration names it.</summary>
    public const string Path = "/admission/v1/nodes";
}
