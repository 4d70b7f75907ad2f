using System.Text;
using Attestation.Formats.Reasons;
using Attestation.Gate.Configuration;
using Attestation.Gate.Kubernetes;
using Attestation.Gate.Verdicts;

namespace Attestation.Gate.Taints;

/// <summary>How the gate's part of a Node should look; everything else on it is other people's.</summary>
/// <param name="Label">Value of PREFIX/verdict; null for none.</param>
/// <param name="Annotations">Of every annotation that the gate sets here, its value; null where it must be absent.</param>
/// <param name="Effects">Effects of the taint PREFIX/untrusted.</param>
/// <param name="Cordon">Whether the gate wants the node cordoned.</param>
/// <param name="Condition">Null where there must be none.</param>
public sealed record DesiredNode(
    string? Label,
    IReadOnlyDictionary<string, string?> Annotations,
    IReadOnlyList<string> Effects,
    bool Cordon,
    DesiredCondition? Condition)
{
    /// <summary>core/v1 TaintEffect.</summary>
    public const string NoSchedule = "NoSchedule", NoExecute = "NoExecute";

    /// <summary>Ids in the annotation of reasons; a refused node may have hundreds, all of which the appraisal names.</summary>
    private const int MaxReasons = 16;

    /// <param name="sight">The node.</param>
    /// <param name="standing">Where it stands; its rung must be known.</param>
    /// <param name="fall">Whether it fell.</param>
    public static DesiredNode Of(NodeSight sight, Standing standing, Fall fall, LadderSettings settings, DateTimeOffset now)
    {
        Rung rung = standing.Rung ?? throw new ArgumentException("nothing is known of this node", nameof(standing));
        return new DesiredNode(
            VerdictLabels.Of(rung),
            AnnotationsOf(sight, standing, fall),
            EffectsOf(rung, fall, settings, now),
            settings.Cordon && rung == Rung.Bad,
            DesiredCondition.Of(rung, standing.Why, fall.Held));
    }

    private static Dictionary<string, string?> AnnotationsOf(NodeSight sight, Standing standing, Fall fall)
    {
        bool exempt = standing.Rung == Rung.Exempt;
        var wanted = new Dictionary<string, string?>
        {
            [sight.Keys.Reasons] = exempt ? null : ReasonsOf(sight.Verdict, standing.Why),
            [sight.Keys.AwaitedSince] = standing.AwaitedSince is { } since ? Instants.Text(since) : null,
            [sight.Keys.FallenAt] = fall.At is { } at ? Instants.Text(at) : null,
        };
        if (exempt || sight.Verdict is not null)
            wanted[sight.Keys.Appraisal] = exempt ? null : sight.Verdict!.Appraisal;
        if (exempt || sight.Loaded)
            wanted[sight.Keys.Expires] = exempt || sight.Verdict is null ? null : Instants.Text(sight.Verdict.Expires);
        return wanted;
    }

    private static string? ReasonsOf(NodeVerdict? verdict, GateDenial? why)
    {
        IReadOnlyList<string> found = verdict?.Reasons ?? [];
        if (why is not null)
            found = why.Code == GateReasons.VerdictRefused ? [why.Code.Id, .. found] : [why.Code.Id];
        return found.Count == 0 ? null : string.Join(',', found.Take(MaxReasons));
    }

    private static string[] EffectsOf(Rung rung, Fall fall, LadderSettings settings, DateTimeOffset now) => rung switch
    {
        Rung.Late => [NoSchedule],
        Rung.Bad when fall.At is { } at && now >= at + settings.ExecuteAfter => [NoSchedule, NoExecute],
        Rung.Bad => [NoSchedule],
        _ => [],
    };
}

/// <summary>The condition PREFIX/Attested.</summary>
/// <param name="Status">True, False or Unknown.</param>
/// <param name="Reason">CamelCase, as the API asks for.</param>
/// <param name="Message">For people.</param>
public sealed record DesiredCondition(string Status, string Reason, string Message)
{
    public static DesiredCondition? Of(Rung rung, GateDenial? why, GateDenial? held)
    {
        if (rung == Rung.Exempt)
            return null;
        if (why is null)
            return new DesiredCondition("True", "Trusted", "The node's verdict is good.");
        string message = held is null ? why.Message : $"{why.Message} Held: {held.Message}";
        return new DesiredCondition(rung == Rung.Bad ? "False" : "Unknown", CamelCase(why.Code), message);
    }

    /// <summary>gate.verdict.expired: GateVerdictExpired.</summary>
    public static string CamelCase(ReasonCode code)
    {
        var text = new StringBuilder();
        bool up = true;
        foreach (char c in code.Id)
        {
            if (char.IsAsciiLetterOrDigit(c))
                text.Append(up ? char.ToUpperInvariant(c) : c);
            up = !char.IsAsciiLetterOrDigit(c);
        }
        return text.ToString();
    }
}
