namespace Attestation.NodeAgent.Verifiers;

/// <summary>An open session.</summary>
/// <param name="Address">Where the evidence goes.</param>
/// <param name="Nonce">To be answered.</param>
public sealed record OpenSession(Uri Address, byte[] Nonce);

/// <summary>What the verifier made of the evidence.</summary>
/// <param name="Status">affirming, warning, contraindicated or none.</param>
/// <param name="Reasons">Reason ids of all findings, each once (docs/reasons.md).</param>
/// <param name="Appraisal">Where operators read the stored verdict; null where the verifier names none.</param>
/// <param name="Next">What it wants next time; null where it does not say.</param>
public sealed record Verdict(string Status, IReadOnlyList<string> Reasons, string? Appraisal, NextAttestation? Next)
{
    public const string Affirming = "affirming";

    /// <summary>Reasons on which the agent acts.</summary>
    public const string NotEnrolled = "node.not-enrolled", ImaFromTheStart = "ima.resend";

    public bool IsAffirming => Status == Affirming;
}
