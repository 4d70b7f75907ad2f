namespace Attestation.Gate.ForwardAuth;

/// <summary>What the proxy asks, taken out of its request. Nothing in it is believed yet.</summary>
/// <param name="Policy">Name of the policy asked for.</param>
/// <param name="Tokens">Values of the header with the attestation result.</param>
/// <param name="Certificates">Values of the header with the client's certificate.</param>
/// <param name="Above">Values of the header with the certificates above it, by the proxy (RFC 9440).</param>
/// <param name="OwnChain">Values of the header in which the client itself sends them: certificates prove themselves.</param>
internal sealed record ForwardRequest(
    string Policy,
    IReadOnlyList<string> Tokens,
    IReadOnlyList<string> Certificates,
    IReadOnlyList<string> Above,
    IReadOnlyList<string> OwnChain);
