namespace Attestation.Verifier.Nodes;

/// <summary>An operator's word that a node or a device is not to be trusted, whatever its evidence says. A node's holds for its TPM's later attestation keys too,
/// a device's for every owner and release.</summary>
/// <param name="At">Since when.</param>
/// <param name="Reason">Why: 1 to 256 printable characters, shown to everybody who reads verdicts.</param>
public sealed record Revocation(DateTimeOffset At, string Reason)
{
    public const int LongestReason = 256;

    /// <summary>As findings say it.</summary>
    public override string ToString() => $"revoked {At:yyyy-MM-ddTHH:mm:ssZ}: {Reason}";

    public static bool IsReason(string text) => text.Length is > 0 and <= LongestReason && !string.IsNullOrWhiteSpace(text) && !text.Any(char.IsControl);
}
