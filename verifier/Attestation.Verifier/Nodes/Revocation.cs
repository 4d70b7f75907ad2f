namespace Attestation.Verifier.Nodes;

/// <summary>An operator's word that a node is not to be trusted, whatever its evidence says. It holds for the TPM's later attestation keys too.</summary>
/// <param name="At">Since when.</param>
/// <param name="Reason">Why: 1 to 256 printable characters, shown to everybody who reads verdicts.</param>
public sealed record Revocation(DateTimeOffset At, string Reason)
{
    public const int LongestReason = 256;

    public static bool IsReason(string text) => text.Length is > 0 and <= LongestReason && !string.IsNullOrWhiteSpace(text) && !text.Any(char.IsControl);
}
