namespace Attestation.Formats.Node;

/// <summary>A log as the node sent it, unread, or why there is none (docs/formats/node-evidence.cddl, log).</summary>
/// <param name="Content">The bytes, a view of the evidence; empty where the log is absent.</param>
/// <param name="Absence"><see cref="LogAbsence.None"/> where it is there.</param>
public sealed record NodeLog(ReadOnlyMemory<byte> Content, LogAbsence Absence)
{
    public bool IsThere => Absence == LogAbsence.None;

    public static NodeLog Missing(LogAbsence absence) => new(default, absence);
}

/// <summary>The kernel's IMA list from some entry on, unread, or why there is none (docs/formats/node-evidence.cddl, ima-log).</summary>
/// <param name="Content">The bytes, a view of the evidence; empty where the list is absent, or where nothing is new behind <paramref name="Offset"/>.</param>
/// <param name="Absence"><see cref="LogAbsence.None"/> where it is there.</param>
/// <param name="Offset">Bytes of the list before the first one sent; 0: from the start.</param>
/// <param name="Entries">Entries of the list before the first one sent.</param>
public sealed record NodeImaLog(ReadOnlyMemory<byte> Content, LogAbsence Absence, long Offset, long Entries)
{
    public bool IsThere => Absence == LogAbsence.None;

    public static NodeImaLog Missing(LogAbsence absence) => new(default, absence, 0, 0);
}
