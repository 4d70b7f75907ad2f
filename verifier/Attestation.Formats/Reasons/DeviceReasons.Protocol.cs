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

    private static ReasonCode[] OfProtocol => [RequestMalformed, CommandUnknown, ArgumentInvalid, RequestTooLong];
}
