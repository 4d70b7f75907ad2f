using Attestation.Formats.Reasons;
using Attestation.Gate.Configuration;
using Attestation.Gate.Verdicts;

namespace Attestation.Gate.Taints;

/// <summary>
/// The ladder (docs/gate-ladder.md): on which rung a node stands, and when to look again. A pure function of the node's object, its verdict, the settings
/// and the instant. Two rules hold it together: only a good verdict lifts a node, and what is merely unknown never throws one out.
/// </summary>
public sealed class Ladder(LadderSettings settings, IReadOnlySet<string> exempt)
{
    public Standing Judge(NodeSight sight, DateTimeOffset now)
    {
        if (exempt.Contains(sight.Name))
            return new Standing(Rung.Exempt, null, null);
        if (sight.Verdict is null)
            return sight.Loaded ? Missing(sight, now) : Unknown(sight, now);
        GateDenial? denial = VerdictCheck.Of(sight.Verdict, sight.Name, now);
        if (denial is null)
            return new Standing(Rung.Trusted, null, sight.Verdict.Expires);
        if (denial.Code == GateReasons.VerdictExpired)
            return Expired(sight, denial, now);
        // a second key under the same name must not be a way to have the node that had it first thrown out
        bool ambiguous = denial.Code == GateReasons.VerdictAmbiguous && !StandsBad(sight);
        return new Standing(ambiguous ? Rung.Late : Rung.Bad, denial, null, ByOperator: denial.Code == GateReasons.VerdictRevoked);
    }

    /// <summary>Trusted for lateAfter, late until badAfter, then bad; see <see cref="VerifierContact"/> for what a silent verifier changes.</summary>
    private Standing Expired(NodeSight sight, GateDenial denial, DateTimeOffset now)
    {
        if (StandsBad(sight))
            return new Standing(Rung.Bad, denial, null);
        DateTimeOffset expires = sight.Verdict!.Expires;
        DateTimeOffset late = expires + settings.LateAfter;
        if (now < late)
            return new Standing(Rung.Trusted, denial, late);
        DateTimeOffset from = sight.Contact.Back is { } back && back > expires ? back : expires;
        DateTimeOffset bad = from + settings.BadAfter;
        if (now < bad)
            return new Standing(Rung.Late, denial, bad);
        return sight.Contact.IsSilent(now)
            ? new Standing(Rung.Late, Silent(sight), null)
            : new Standing(Rung.Bad, denial, null);
    }

    /// <summary>The verifier knows the node by no verdict. One that had a verdict has lost it; one that never had is given time, once.</summary>
    private Standing Missing(NodeSight sight, DateTimeOffset now)
    {
        if (sight.Annotation(sight.Keys.Appraisal) is not null)
            return new Standing(Rung.Bad, new GateDenial(GateReasons.VerdictMissing, sight.Name), null);
        DateTimeOffset since = NodeMemory.Earlier(sight.Memory.AwaitedSince, sight.Instant(sight.Keys.AwaitedSince)) ?? now;
        if (sight.Memory.FallenAt is not null) // it fell, and what said that it had a verdict is no longer on it
            return new Standing(Rung.Bad, new GateDenial(GateReasons.VerdictMissing, sight.Name), null) { AwaitedSince = since };
        if (settings.Introduction == Introduction.Warn)
            return new Standing(Rung.Awaited, new GateDenial(GateReasons.FirstVerdict, sight.Name), null) { AwaitedSince = since };
        DateTimeOffset end = since + settings.FirstVerdictGrace;
        return now < end
            ? new Standing(Rung.Late, new GateDenial(GateReasons.FirstVerdict, $"{sight.Name}, until {Instants.Text(end)}"), end) { AwaitedSince = since }
            : new Standing(Rung.Bad, new GateDenial(GateReasons.VerdictMissing, sight.Name), null) { AwaitedSince = since };
    }

    /// <summary>
    /// A gate that started while the verifier is away knows only what stands on the nodes. It waits for the verifier's patience, then lets each lease run to
    /// the end that the annotation states; it lifts nothing and throws nobody out.
    /// </summary>
    private Standing Unknown(NodeSight sight, DateTimeOffset now)
    {
        if (!sight.Contact.IsSilent(now))
            return new Standing(null, null, sight.Contact.SilentAt);
        if (StandsBad(sight))
            return new Standing(null, null, null);
        if (sight.Instant(sight.Keys.Expires) is not { } expires)
            return settings.Introduction == Introduction.Warn ? new Standing(null, null, null) : new Standing(Rung.Late, Silent(sight), null);
        DateTimeOffset late = expires + settings.LateAfter;
        return now < late ? new Standing(null, null, late) : new Standing(Rung.Late, Silent(sight), null);
    }

    private bool StandsBad(NodeSight sight) => sight.Memory.FallenAt is not null || sight.Node.Metadata.Labels?.GetValueOrDefault(sight.Keys.Verdict) == VerdictLabels.Bad;

    private static GateDenial Silent(NodeSight sight) => new(GateReasons.VerifierSilent, $"{sight.Name}, last answer {Instants.Text(sight.Contact.Last)}");
}
