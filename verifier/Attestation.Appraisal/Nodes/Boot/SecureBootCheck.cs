using Attestation.Appraisal.Devices;
using Attestation.Appraisal.Results;
using Attestation.Formats.EventLog;
using Attestation.Formats.Reasons;

namespace Attestation.Appraisal.Nodes.Boot;

/// <summary>The policy's <c>node.secureBoot</c>: the variable SecureBoot, measured by the firmware before PCR 7's separator, is 1; and who authorised images.</summary>
internal static class SecureBootCheck
{
    private const int Pcr = 7;

    /// <returns>Null where no quoted event says it.</returns>
    internal static bool? Run(BootEvidence evidence, QuotedBoot boot, AppraisalRecord record)
    {
        QuotedEvent? state = boot.Events.FirstOrDefault(e => e is { IsQuoted: true, Component: { Class: BootClass.SecureBoot, Name: "SecureBoot", Text: not null, Pcr: Pcr } });
        bool? on = state is null ? null : state.Component.Text == EventText.On;
        if (evidence.Node.SecureBoot && on is null)
            record.Add(BootReasons.SecureBootUnknown, state?.Where ?? $"PCR {Pcr}", "a quoted event of the variable SecureBoot", evidence.Log is null ? "no event log" : "none");
        else if (evidence.Node.SecureBoot && on is false)
            record.Add(BootReasons.SecureBootOff, state!.Where, "SecureBoot: on", $"SecureBoot: {state.Component.Text}");
        foreach (QuotedEvent authority in Authorities(boot))
            record.Add(BootReasons.AuthorityUsed, authority.Where, "told", $"{authority.Component.Name}: {authority.Component.Text}", Severity.Note);
        return on;
    }

    /// <summary>What authorised images, where a digest proves it.</summary>
    internal static IEnumerable<QuotedEvent> Authorities(QuotedBoot boot) =>
        boot.Events.Where(e => e is { IsQuoted: true, Component: { Class: BootClass.Authority, Text: not null } });
}
