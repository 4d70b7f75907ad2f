using Attestation.Formats.Reasons;

namespace Attestation.Gate.Doctor;

/// <summary>Compares this machine's clock with a server's Date header, which has whole seconds and is a little old when it arrives.</summary>
internal static class ClockCheck
{
    private static readonly TimeSpan Noticed = TimeSpan.FromSeconds(3), Wrong = TimeSpan.FromSeconds(30);

    /// <param name="whose">The server, for people.</param>
    /// <param name="difference">Its clock minus this one; null where it did not say.</param>
    public static Finding Of(string whose, TimeSpan? difference)
    {
        if (difference is not { } by)
            return Finding.Skipped("clock", $"{whose} does not tell its time");
        string text = $"{whose} is {Math.Abs(by.TotalSeconds):0} s {(by > TimeSpan.Zero ? "ahead of" : "behind")} this machine";
        return by.Duration() > Wrong ? Finding.Fail("clock", DoctorReasons.Clock, text)
            : by.Duration() > Noticed ? Finding.Warn("clock", DoctorReasons.Clock, text)
            : Finding.Ok("clock", $"{whose} and this machine agree");
    }
}
