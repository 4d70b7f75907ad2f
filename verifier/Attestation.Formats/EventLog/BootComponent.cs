namespace Attestation.Formats.EventLog;

/// <summary>One event of a boot, as a thing that can be compared with reference values. Its digests stand in the log, under the event's number.</summary>
/// <param name="Event">Number of the event in its log.</param>
/// <param name="Pcr">The PCR that it extends.</param>
/// <param name="Class">What kind of thing it measures.</param>
/// <param name="Name">What the log calls it, for people: a path, a variable's name. A claim.</param>
/// <param name="Text">What was measured, where it is text and the event's digest is over it; otherwise null.</param>
public sealed record BootComponent(int Event, int Pcr, BootClass Class, string Name, string? Text)
{
    /// <summary>
    /// True where only the log's own words tell the class, so that something else may stand behind the event: a file in PCR 9, whose digest is over
    /// the file and not over its name. Where it is false, the PCR alone or a digest over the data decides.
    /// </summary>
    public bool ClassIsClaim { get; init; }

    /// <summary>True where the event stands in systemd's log and not in the firmware's.</summary>
    public bool Userspace { get; init; }
}
