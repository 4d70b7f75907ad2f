using Attestation.Appraisal.Nodes.Boot;
using Attestation.Appraisal.Nodes.Ima;
using Attestation.Formats.EventLog;
using Attestation.Formats.Pcrs;

namespace Attestation.Verifier.Appraisals;

/// <summary>What a node's boot was made of, as far as its quotes cover it.</summary>
/// <param name="Bank">The bank in which it was compared: sha256.</param>
/// <param name="SecureBoot">Null where no quoted event says it.</param>
/// <param name="CommandLine">The kernel's command line, where its event's digest is over it.</param>
/// <param name="Authorities">What authorised images, in the order of use.</param>
/// <param name="Events">All events of quoted PCRs that have something to compare.</param>
public sealed record BootDocument(
    string Bank, bool? SecureBoot, string? CommandLine, IReadOnlyList<string> Authorities, IReadOnlyList<BootEventDocument> Events)
{
    public static BootDocument Of(BootReport report) => new(report.Bank.BankName(), report.SecureBoot, report.CommandLine, report.Authorities,
        [.. report.Components.Where(c => c.Component.Class != BootClass.Fixed).Select(BootEventDocument.Of)]);
}

/// <summary>One event.</summary>
/// <param name="Event">Its number in the log.</param>
/// <param name="Pcr">0 to 23.</param>
/// <param name="Class">As in reference values: <c>boot-loader</c>.</param>
/// <param name="Name">What it is called in the log.</param>
/// <param name="Digest">Lower-case hex.</param>
/// <param name="Source">Id of the CoRIM with the value that matched; null where none did.</param>
public sealed record BootEventDocument(int Event, int Pcr, string Class, string Name, string Digest, string? Source)
{
    public static BootEventDocument Of(JudgedComponent judged) => new(judged.Component.Event, judged.Component.Pcr, judged.Component.Class.Name(),
        judged.Component.Name, Convert.ToHexStringLower(judged.Digest.Span), judged.Matched);
}

/// <summary>What was found in a node's IMA list, in numbers of entries; its findings are among those of the appraisal.</summary>
/// <param name="Bank">The bank whose PCR 10 was compared; null where none could be.</param>
/// <param name="Matched">Whether a prefix of the list replays to the quoted PCR 10; where not, no entry was judged.</param>
/// <param name="Judged">Covered by the quote, in this evidence.</param>
/// <param name="Covered">The same since the start of the list.</param>
/// <param name="Unquoted">Behind them.</param>
/// <param name="ByDigest">Known to reference values by their digest.</param>
/// <param name="BySigner">Let pass by a signature alone.</param>
/// <param name="ByName">Buffers and keys that only a name in the policy let pass.</param>
/// <param name="Excluded">Let pass by the policy's exclusions alone.</param>
/// <param name="ExcludedSinceStart">The same since the start of the list.</param>
/// <param name="Violations">Violations among the entries.</param>
public sealed record ImaDocument(
    string? Bank, bool Matched, long Judged, long Covered, long Unquoted, long ByDigest, long BySigner, long ByName, long Excluded, long ExcludedSinceStart,
    long Violations)
{
    public static ImaDocument Of(ImaVerdict ima) => new(ima.Bank?.BankName(), ima.Matched, ima.Judged, ima.Covered, ima.Unquoted, ima.ByDigest, ima.BySigner,
        ima.ByName, ima.Excluded, ima.ExcludedSinceStart, ima.Violations);
}
