using Attestation.Formats.Reasons;
using Attestation.RelyingParty.Devices;
using Attestation.RelyingParty.Results;

namespace Attestation.Gate.ForwardAuth;

/// <summary>What the proxy is told.</summary>
/// <param name="Status">200; 401 where something is missing or does not count as such; 403 where it counts and is not enough; 503 where the gate cannot know.</param>
/// <param name="Reason">Null for 200.</param>
/// <param name="Detail">For the log; the client is told the code only.</param>
/// <param name="Headers">Names and values for the upstream, of 200 only.</param>
internal sealed record ForwardAnswer(int Status, ReasonCode? Reason, string Detail, IReadOnlyList<(string Name, string Value)> Headers)
{
    private static readonly ReasonCode[] Tokenless =
    [
        ForwardAuthReasons.Missing, RelyingPartyReasons.Expired, RelyingPartyReasons.NotYet, RelyingPartyReasons.TooOld, RelyingPartyReasons.NoExpiry,
        RelyingPartyReasons.Key, RelyingPartyReasons.Form,
    ];

    /// <summary>What is wrong with a token as such (RFC 6750 section 3.1: invalid_token).</summary>
    private static readonly string[] TokenAreas = ["jwt", "json", "ear", "cose", "cbor"];

    public static ForwardAnswer Refuse(ReasonCode reason, string detail)
    {
        bool unknown = reason == GateReasons.VerifierUnknown;
        bool token = Tokenless.Contains(reason) || TokenAreas.Contains(reason.Area);
        return new ForwardAnswer(unknown ? 503 : token ? 401 : 403, reason, detail, []);
    }

    public static ForwardAnswer Allow(string policy, ResultCheckOutcome? result, VerifiedDevice? device)
    {
        ResultSubject subject = result?.Subject ?? new ResultSubject(DeviceId: device?.Id, Ueid: device?.Ueid);
        DateTimeOffset? expires = result?.Expires ?? device?.Expires;
        (string Name, string? Value)[] all =
        [
            ("X-Attestation-Policy", policy),
            ("X-Attestation-Subject", subject.Name),
            ("X-Attestation-Status", result is null ? "certified" : result.Claims!.Status.ToString().ToLowerInvariant()),
            ("X-Attestation-Expires", expires?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture)),
            ("X-Attestation-Node", subject.NodeName),
            ("X-Attestation-Node-Id", subject.NodeId),
            ("X-Attestation-Device-Id", subject.DeviceId ?? device?.Id),
            ("X-Attestation-Ueid", subject.Ueid ?? device?.Ueid),
        ];
        return new ForwardAnswer(200, null, "", [.. all.Where(h => h.Value is not null && IsSafe(h.Value)).Select(h => (h.Name, h.Value!))]);
    }

    /// <summary>Names are host names, hex digits and times. Whatever else a verifier might write does not reach a header.</summary>
    internal static bool IsSafe(string value) => value.Length is > 0 and <= 253 && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or ':' or '_');
}
