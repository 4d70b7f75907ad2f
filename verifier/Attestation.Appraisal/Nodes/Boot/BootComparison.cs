using Attestation.Appraisal.Devices;
using Attestation.Appraisal.Nodes.References;
using Attestation.Appraisal.Policies;
using Attestation.Appraisal.Results;
using Attestation.Formats.EventLog;
using Attestation.Formats.Pcrs;
using Attestation.Formats.Reasons;

namespace Attestation.Appraisal.Nodes.Boot;

/// <summary>
/// Step 9 for nodes: every boot event of a quoted PCR against the reference values of its class. A class that the policy requires must have events
/// and values; one that has values is compared even where it is not required.
/// </summary>
internal sealed class BootComparison
{
    private readonly BootEvidence evidence;
    private readonly NodeReferences references;
    private readonly QuotedBoot boot;
    private readonly BootMatch match;
    private readonly AppraisalRecord record;
    private readonly List<JudgedComponent> judged = [];

    private BootComparison(BootEvidence evidence, NodeReferences references, QuotedBoot boot, AppraisalRecord record)
    {
        (this.evidence, this.references, this.boot, this.record) = (evidence, references, boot, record);
        match = new BootMatch(boot.Bank, evidence.Now, evidence.Policy.ClockSkew);
    }

    /// <summary>Judges a boot: Secure Boot, each event, golden PCR values.</summary>
    /// <param name="evidence">The log must replay to the quoted values, or be refused elsewhere.</param>
    /// <param name="record">Takes findings and comparisons.</param>
    /// <returns>Null where no bank is quoted in which anything can be compared.</returns>
    internal static BootReport? Run(BootEvidence evidence, AppraisalRecord record)
    {
        if (BootBank.Choose(evidence) is not { } bank)
            return null;
        QuotedBoot boot = QuotedBoot.Of(evidence, bank);
        bool? secureBoot = SecureBootCheck.Run(evidence, boot, record);
        IReadOnlyList<JudgedComponent> judged = [];
        if (evidence.References is { } references)
        {
            var comparison = new BootComparison(evidence, references, boot, record);
            if (evidence.Log is not null)
                comparison.Compare();
            judged = comparison.judged;
        }
        GoldenPcrCheck.Run(evidence, bank, record);
        return new BootReport(bank, secureBoot, CommandLine(boot), [.. SecureBootCheck.Authorities(boot).Select(a => a.Component.Text!)], judged);
    }

    private static string? CommandLine(QuotedBoot boot) =>
        boot.Events.LastOrDefault(e => e is { IsQuoted: true, Component: { Class: BootClass.CommandLine, Text: not null } })?.Component.Text;

    private void Compare()
    {
        foreach (BootClass @class in BootClassNames.Comparable)
        {
            if (evidence.Requires(@class))
                CheckRequired(@class);
        }
        foreach (QuotedEvent e in boot.Events)
        {
            if (e.IsQuoted)
                Judge(e);
        }
    }

    /// <summary>A required class has events that the quote covers, and values to compare them with.</summary>
    private void CheckRequired(BootClass @class)
    {
        if (references.Of(@class).Count == 0)
            record.Add(BootReasons.NoReference, @class.Name(), $"reference values for {@class.Name()} of {references.Class}", "none");
        QuotedEvent[] events = [.. boot.Events.Where(e => e.Component.Class == @class)];
        if (events.Length == 0)
            record.Add(BootReasons.ClassMissing, @class.Name(), $"an event of class {@class.Name()}", "none in the log");
        else if (!Array.Exists(events, e => e.IsQuoted))
            record.Add(BootReasons.NotQuoted, events[0].Where, $"{boot.Bank.BankName()}:{events[0].Component.Pcr} quoted", "not quoted");
    }

    private void Judge(QuotedEvent e)
    {
        NodeReference? found = null;
        if (e.Component.Class != BootClass.Fixed)
        {
            IReadOnlyList<NodeReference> own = references.Of(e.Component.Class);
            found = own.Count > 0 ? CompareWith(e, own) : e.Component.ClassIsClaim ? CompareDisguised(e) : null;
        }
        judged.Add(new JudgedComponent(e.Component, e.Digest, found?.Source));
    }

    private NodeReference? CompareWith(QuotedEvent e, IReadOnlyList<NodeReference> own)
    {
        NodeReference? found = match.Find(e.Component, e.Digest.Span, own);
        bool good = found is not null && match.IsValid(found);
        record.Compared.Add(new ComparedMeasurement(e.Component.Event, e.Component.Class.Name(), e.Digest, (found ?? own[0]).Source, (found ?? own[0]).Signer, good));
        if (good)
            return found;
        ReasonCode code = found is not null ? BootReasons.ReferenceExpired : Unmatched(e.Component);
        record.Add(code, e.Where, found is not null ? Validity(found) : match.Nearest(e.Component, own), e.Actual, SeverityOf(e.Component));
        return null;
    }

    /// <summary>A text that is not measured cannot match a pattern, which is another thing than a text that does not.</summary>
    private static ReasonCode Unmatched(BootComponent component) =>
        component is { Class: BootClass.CommandLine, Text: null, ClassIsClaim: true, Pcr: 8 or 12 } ? BootReasons.CommandLineText : BootFinding.Code(component.Class);

    /// <summary>
    /// Only the log's words put this event into a class without reference values. Where something required may stand in its PCR, its digest must be known,
    /// as whatever it is.
    /// </summary>
    private NodeReference? CompareDisguised(QuotedEvent e)
    {
        IReadOnlyList<BootClass> possible = BootComponents.Possible(e.Component.Pcr);
        if (!possible.Any(evidence.Requires))
            return null;
        NodeReference[] known = [.. possible.SelectMany(references.Of)];
        if (known.Length == 0)
            return null;
        NodeReference? found = match.Find(e.Component, e.Digest.Span, known);
        if (found is not null && match.IsValid(found))
            return found;
        string kinds = string.Join(", ", possible.Where(c => references.Of(c).Count > 0).Select(c => c.Name()));
        record.Add(found is null ? BootReasons.Disguised : BootReasons.ReferenceExpired, e.Where, $"a value of {kinds}: {match.Nearest(e.Component, known)}", e.Actual);
        return null;
    }

    /// <summary>Only what the policy does not require can be a warning, and only where nothing that it requires may stand behind the event.</summary>
    private Severity SeverityOf(BootComponent component)
    {
        bool required = evidence.Requires(component.Class) || (component.ClassIsClaim && BootComponents.Possible(component.Pcr).Any(evidence.Requires));
        return required || evidence.Policy.UnknownComponents == UnknownComponents.Refuse ? Severity.Refuse : Severity.Warn;
    }

    private static string Validity(NodeReference reference) => $"a valid CoRIM; {reference.Source} is valid from {reference.NotBefore:u} to {reference.NotAfter:u}";
}
