using System.Globalization;
using Attestation.Factory.Boards;
using Attestation.Factory.Stations;
using Attestation.Formats.Lots;

namespace Attestation.Factory.Line.Showing;

/// <summary>The words of a line, the same on its screen and in its log.</summary>
internal static class LineText
{
    public static string Lot(LineSummary summary)
    {
        LotName lot = summary.Lot;
        return $"Lot {lot.Name}: {lot.Vendor} {lot.Model}, board {lot.Board}, scheme {lot.Scheme}, {lot.Algorithm}; {summary.Folder}";
    }

    public static string ToProve(BoardLock toProve) => $"You prove: {toProve.Id}, with {toProve.ReadBack}: {toProve.Expect}";

    public static string Outcome(DeviceOutcome outcome)
    {
        string end = outcome.End switch
        {
            DeviceEnd.Passed => "passed",
            DeviceEnd.Failed => "failed",
            DeviceEnd.Interrupted => "interrupted",
            _ => "was done before",
        };
        string device = outcome.DeviceId.Length == 0 ? "a device" : outcome.DeviceId;
        return outcome.Reason is { } reason ? $"{device} {end}: {reason.Id}: {outcome.Detail}" : $"{device} {end}";
    }

    public static string Step(LineStep step) => step switch
    {
        LineStep.Waiting => "waiting for a device",
        LineStep.Greeting => "asking who is there",
        LineStep.WritingSecret => "writing its secret",
        LineStep.Proving => "proving its secret",
        LineStep.Certifying => "certifying its key",
        LineStep.WritingIdentity => "writing its identity",
        LineStep.Locking => "closing its locks",
        LineStep.Restarting => "restarting it",
        LineStep.ReadingLocks => "reading its locks back",
        LineStep.Endorsing => "endorsing it to the verifier",
        LineStep.Attesting => "attesting",
        LineStep.Recording => "signing its record",
        _ => step.ToString(),
    };

    /// <summary><c>4 s</c>, <c>2 m 10 s</c>, <c>3 h 5 m</c>, <c>2 d 4 h</c>.</summary>
    public static string Span(TimeSpan span) => span.TotalSeconds switch
    {
        < 60 => $"{span.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} s",
        < 3600 => $"{span.Minutes} m {span.Seconds} s",
        < 86400 => $"{span.Hours} h {span.Minutes} m",
        _ => $"{(int)span.TotalDays} d {span.Hours} h",
    };

    public static string Rate(double? perSecond) => perSecond switch
    {
        null => "-",
        >= 1 => $"{perSecond.Value.ToString("0.0", CultureInfo.InvariantCulture)} a second",
        >= 1 / 60.0 => $"{(perSecond.Value * 60).ToString("0.0", CultureInfo.InvariantCulture)} a minute",
        _ => $"{(perSecond.Value * 3600).ToString("0.0", CultureInfo.InvariantCulture)} an hour",
    };

    public static string Percent(double share) => (Math.Floor(share * 1000) / 10).ToString("0.0", CultureInfo.InvariantCulture) + " %"; // never rounded up to 100
}
