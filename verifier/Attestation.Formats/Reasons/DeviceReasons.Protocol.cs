namespace Attestation.Formats.Reasons;

/// <summary>40-59: protocol.</summary>
public static partial class DeviceReasons
{
    public static readonly ReasonCode RequestMalformed = Device(40, "request-malformed",
        "The device cannot read the request: it is no array of a command and its arguments.",
        "Use a host and a firmware of the same protocol version.",
        "docs/formats/device-protocol.cddl");

    public static readonly ReasonCode CommandUnknown = Device(41, "command-unknown",
        "The device does not know this command, or not in its present state.",
        "Restart the device if its state has just changed; otherwise its firmware lacks the command: use one that has it.",
        "docs/formats/device-protocol.md, Commands");

    public static readonly ReasonCode ArgumentInvalid = Device(42, "argument-invalid",
        "An argument of the command is missing, too many, or not of the kind and size that it must have.",
        "Compare the request with the command's line in the description of the protocol.",
        "docs/formats/device-protocol.cddl");

    public static readonly ReasonCode RequestTooLong = Device(43, "request-too-long",
        "The request is longer than the device's buffer of 2048 bytes.",
        "Send files and manifests in pieces of at most 1024 bytes.",
        "docs/formats/device-protocol.md, Limits");

    public static readonly ReasonCode VerifierUnreachable = Device(44, "verifier-unreachable",
        "The device got no answer from its verifier, or only that it cannot answer now.",
        "Check the device's network, the verifier's address and certificate, and whether the verifier is overloaded.",
        "docs/verifier-api.md, Sessions");

    public static readonly ReasonCode VerifierRefused = Device(45, "verifier-refused",
        "The verifier did not take the device's request, and judged nothing.",
        "The verifier's log has the reason of this request.",
        "docs/verifier-api.md, Errors");

    public static readonly ReasonCode SessionUnreadable = Device(46, "session-unreadable",
        "What the verifier answered is no session with an address and a nonce of 8 to 64 bytes.",
        "Check that the address leads to a verifier and not to a proxy's page.",
        "docs/verifier-api.md, Sessions");

    public static readonly ReasonCode ResultMalformed = Device(47, "result-malformed",
        "What the verifier answered is no signed result in its CBOR form.",
        "Use a verifier that gives results as CWT, and check that nothing on the way changes its answers.",
        "docs/verifier-api.md, Results");

    public static readonly ReasonCode ResultSignature = Device(48, "result-signature",
        "The result is not signed by the verifier's key that the device knows.",
        "Compare the key built into the application with /.well-known/jwks.json; if they are equal, somebody else answered.",
        "RFC 9052 section 4.4");

    public static readonly ReasonCode ResultForAnother = Device(49, "result-for-another",
        "The result answers another challenge than the device's.",
        "Somebody played an old result: do not rely on this way to the verifier.",
        "draft-ietf-rats-ear section 3, eat_nonce");

    private static ReasonCode[] OfProtocol =>
    [
        RequestMalformed, CommandUnknown, ArgumentInvalid, RequestTooLong,
        VerifierUnreachable, VerifierRefused, SessionUnreadable, ResultMalformed, ResultSignature, ResultForAnother,
    ];
}
