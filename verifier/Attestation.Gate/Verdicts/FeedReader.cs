using System.Diagnostics.CodeAnalysis;
using Attestation.Formats;
using Attestation.Formats.Ear;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Gate.Verdicts;

/// <summary>
/// Makes a verdict of one line of the feed: a pure function of the line, the pinned key and the instant. Everything that lets a node in comes out of the
/// signed result; of the unsigned rest only what ends a verdict is used.
/// </summary>
public static class FeedReader
{
    /// <summary>A result from so far in the future would stand in the way of all true ones.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    private const string NodeSubmodule = "node";
    private const int MaxReasons = 32;
    private const int MaxText = 256;

    /// <summary>Reads the state that the line claims; an unknown one is taken for revoked, since it is none that lets a node in.</summary>
    public static VerdictState StateOf(FeedVerdict line) => line.State switch
    {
        "current" => VerdictState.Current,
        "retired" => VerdictState.Retired,
        "superseded" => VerdictState.Superseded,
        _ => VerdictState.Revoked,
    };

    /// <param name="line">One line.</param>
    /// <param name="key">The verifier's key.</param>
    /// <param name="acceptWarning">The operator takes the tier "warning" for good.</param>
    /// <param name="now">The instant.</param>
    /// <param name="verdict">What the signed result says, with the line's state.</param>
    /// <param name="denial">gate.result.signature or gate.result.claims.</param>
    public static bool TryRead(FeedVerdict line, VerificationKey key, bool acceptWarning, DateTimeOffset now,
        [NotNullWhen(true)] out NodeVerdict? verdict, [NotNullWhen(false)] out GateDenial? denial)
    {
        verdict = null;
        if (line.Ear is null)
            return Refuse(GateReasons.ResultClaims, "there is no signed result", out denial);
        if (!UnverifiedEar.TryParseJwt(line.Ear, out UnverifiedEar? unverified, out ParseError error))
            return Refuse(GateReasons.ResultSignature, $"{error.Code.Id} at {error.Path}", out denial);
        if (!unverified.Verify(key, out EarClaims? claims, out error))
        {
            bool forged = error.Code == JsonReasons.JwsSignature || error.Code == JsonReasons.JwsAlgorithmKey;
            return Refuse(forged ? GateReasons.ResultSignature : GateReasons.ResultClaims, $"{error.Code.Id} at {error.Path}", out denial);
        }
        if (Defect(line, claims, now) is { } defect)
            return Refuse(GateReasons.ResultClaims, defect, out denial);
        verdict = Of(line, claims, acceptWarning);
        denial = null;
        return true;
    }

    /// <summary>
    /// What an unsigned line says of a node whose verdict has ended: never anything good. Null where the line claims to be current, or names no node of the
    /// cluster.
    /// </summary>
    public static NodeVerdict? Ended(FeedVerdict line, DateTimeOffset now)
    {
        VerdictState state = StateOf(line);
        if (state == VerdictState.Current || line.NodeName is not { Length: > 0 and <= MaxText } name || line.Node.Length is 0 or > MaxText)
            return null;
        // Not signed, so it may not stand in the way of results that are: it is never later than now.
        DateTimeOffset at = line.At is { } stated && stated < now ? stated : now;
        string appraisal = line.Appraisal is { Length: <= MaxText } id ? id : "";
        return new NodeVerdict(name, line.Node, VerdictStatus.None, at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond)), at, null, null, [], appraisal, line.Sequence, state);
    }

    private static string? Defect(FeedVerdict line, EarClaims claims, DateTimeOffset now)
    {
        if (!claims.Submodules.TryGetValue(NodeSubmodule, out EarAppraisal? appraisal) || appraisal.Node is not { } node)
            return "the result is about no node";
        if (node.Name is null)
            return "the result names no node of the cluster";
        if (node.Id != line.Node || (line.NodeName is { } name && name != node.Name))
            return "the result is about another node than its line";
        if (claims.Expiration is not { } expiration || expiration > DateTimeOffset.MaxValue.ToUnixTimeSeconds() || expiration <= claims.IssuedAt || claims.IssuedAt < 0)
            return "the result does not say from when to when it holds";
        if (claims.IssuedAt > (now + Ahead).ToUnixTimeSeconds())
            return "the result is from the future: compare the clocks";
        return line.Appraisal is { Length: > 0 and <= MaxText } ? null : "there is no appraisal's id";
    }

    private static NodeVerdict Of(FeedVerdict line, EarClaims claims, bool acceptWarning)
    {
        NodeClaims node = claims.Submodules[NodeSubmodule].Node!;
        DateTimeOffset at = DateTimeOffset.FromUnixTimeSeconds(claims.IssuedAt);
        return new NodeVerdict(
            node.Name!, node.Id, (VerdictStatus)claims.Status, at, DateTimeOffset.FromUnixTimeSeconds(claims.Expiration!.Value),
            node.KubeletKeySha256, node.SecretsKeySha256, ReasonsOf(claims), line.Appraisal!, line.Sequence, StateOf(line),
            node.Next is { } seconds ? at.AddSeconds(seconds) : null)
        {
            WarningAccepted = acceptWarning,
        };
    }

    private static string[] ReasonsOf(EarClaims claims) =>
        [.. claims.Submodules.Values.SelectMany(s => s.Findings).Select(f => f.Code).Where(ReasonCodeText).Distinct().Take(MaxReasons)];

    private static bool ReasonCodeText(string code) => code.Length is > 0 and <= MaxText && code.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-');

    private static bool Refuse(ReasonCode code, string detail, out GateDenial denial)
    {
        denial = new GateDenial(code, detail);
        return false;
    }
}
