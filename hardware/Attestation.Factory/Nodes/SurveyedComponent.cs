using Attestation.Formats.Corim;
using Attestation.Formats.EventLog;

namespace Attestation.Factory.Nodes;

/// <summary>One thing that machines boot with, under one name: which values it has on which of them.</summary>
/// <param name="Class">Its class.</param>
/// <param name="Name">What the logs call it; for command lines <c>command line</c>.</param>
/// <param name="Machines">Names of the machines that have it, in the order given.</param>
/// <param name="Digests">All its digests, in order of algorithm and value.</param>
/// <param name="Lines">Its texts, where it is a command line or a command of grub and every event's digest is over the text.</param>
/// <param name="IsConstant">Have all machines that have it the same values?</param>
public sealed record SurveyedComponent(
    BootClass Class, string Name, IReadOnlyList<string> Machines, IReadOnlyList<CorimDigest> Digests, IReadOnlyList<string> Lines, bool IsConstant)
{
    /// <summary>Is it stated by its text?</summary>
    public bool IsText => Lines.Count > 0;
}
