namespace Attestation.Formats.Node;

/// <summary>Why a node sent no log (docs/formats/node-evidence.cddl, absent). A missing log is said, not hidden.</summary>
public enum LogAbsence
{
    /// <summary>The log is there.</summary>
    None = 0,

    /// <summary>The kernel offers none.</summary>
    NotThere = 1,

    /// <summary>There is one, and the agent may not read it.</summary>
    NotReadable = 2,

    /// <summary>The kernel offers an empty one.</summary>
    Empty = 3,

    /// <summary>It is larger than the agent sends.</summary>
    TooLarge = 4,

    /// <summary>The agent was told not to send it.</summary>
    TurnedOff = 5,
}

/// <summary>The words for <see cref="LogAbsence"/>.</summary>
public static class LogAbsences
{
    /// <summary>Half a sentence for an operator: <c>not there</c>.</summary>
    public static string Words(this LogAbsence absence) => absence switch
    {
        LogAbsence.None => "there",
        LogAbsence.NotThere => "not there",
        LogAbsence.NotReadable => "not readable for the agent",
        LogAbsence.Empty => "empty",
        LogAbsence.TooLarge => "larger than the agent sends",
        LogAbsence.TurnedOff => "turned off in the agent",
        _ => throw new ArgumentOutOfRangeException(nameof(absence)),
    };
}
