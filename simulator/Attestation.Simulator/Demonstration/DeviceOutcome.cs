namespace Attestation.Simulator.Demonstration;

/// <summary>One row of the table.</summary>
/// <param name="Device">Name, and the folder of its artefacts.</param>
/// <param name="Done">What was done to it.</param>
/// <param name="Verdict">What the verifier said, or <c>failed</c> when it could not be asked.</param>
/// <param name="Reasons">Every reason it gave.</param>
/// <param name="Expected">The verdict or reason that must be there.</param>
/// <param name="IsExpected">Whether it is.</param>
public sealed record DeviceOutcome(string Device, string Done, string Verdict, IReadOnlyList<string> Reasons, string Expected, bool IsExpected)
{
    public const string Failed = "failed";

    /// <summary>The expected reason first, then how many more there are.</summary>
    public string ReasonText => Reasons.Count == 0 ? "" : Reasons.Contains(Expected)
        ? Expected + (Reasons.Count > 1 ? $" (+{Reasons.Count - 1})" : "")
        : string.Join(", ", Reasons);
}
