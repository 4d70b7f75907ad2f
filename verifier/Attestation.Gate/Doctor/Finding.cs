using Attestation.Formats.Reasons;

namespace Attestation.Gate.Doctor;

/// <summary>How a check went.</summary>
public enum Outcome
{
    Ok,

    /// <summary>Could not be looked at, or does not apply.</summary>
    Skipped,

    /// <summary>Works, and should be otherwise.</summary>
    Warn,

    /// <summary>Does not work, or lets nodes past the gate.</summary>
    Fail,
}

/// <summary>One line of the doctor's report.</summary>
/// <param name="Outcome">How it went.</param>
/// <param name="Check">What was looked at, one word.</param>
/// <param name="Text">What was found.</param>
/// <param name="Code">Of what warns or fails; its remedy is shown.</param>
public sealed record Finding(Outcome Outcome, string Check, string Text, ReasonCode? Code = null)
{
    public static Finding Ok(string check, string text) => new(Outcome.Ok, check, text);

    public static Finding Skipped(string check, string text) => new(Outcome.Skipped, check, text);

    public static Finding Warn(string check, ReasonCode code, string text) => new(Outcome.Warn, check, text, code);

    public static Finding Fail(string check, ReasonCode code, string text) => new(Outcome.Fail, check, text, code);
}
