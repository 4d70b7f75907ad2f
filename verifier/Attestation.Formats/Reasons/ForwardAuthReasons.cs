namespace Attestation.Formats.Reasons;

/// <summary>
/// Reasons of the gate's forward authentication, events 3075-3079: what is wrong with the request itself. Results and certificates that it shows have the codes
/// of <see cref="RelyingPartyReasons"/> and of their formats.
/// </summary>
public static class ForwardAuthReasons
{
    private const string Forward = "docs/forward-auth.md";

    public static readonly ReasonCode Missing = new(3075, "forward.missing",
        "The request shows no attestation result or no client certificate where the policy asks for it.",
        "Send the result in the header that the policy names, and connect with a client certificate where one is asked for.", Forward);

    public static readonly ReasonCode Proxy = new(3076, "forward.proxy",
        "The request did not come from a proxy whose word counts.",
        "Send it through a proxy whose address stands in forwardAuth.trustedProxies.", Forward);

    public static readonly ReasonCode Policy = new(3077, "forward.policy",
        "No policy of that name is configured.",
        "Ask for /auth/NAME with a name that stands under forwardAuth.policies.", Forward);

    public static readonly ReasonCode Certificate = new(3078, "forward.certificate",
        "The header with the client certificate cannot be read.",
        "Compare the proxy's configuration with forwardAuth.certificate.form: each proxy writes the certificate in its own way.", Forward);

    public static readonly ReasonCode Header = new(3079, "forward.header",
        "A header that must come once came several times, or with a content that it cannot have.",
        "Let the proxy set the header, and remove what the client sent under that name.", Forward);

    internal static readonly ReasonCode[] All = [Missing, Proxy, Policy, Certificate, Header];
}
