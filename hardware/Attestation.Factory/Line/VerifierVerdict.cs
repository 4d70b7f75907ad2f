using Attestation.Formats.Ear;

namespace Attestation.Factory.Line;

/// <summary>A verifier's result whose signature and nonce were checked.</summary>
/// <param name="Result">The EAR, a JWT.</param>
/// <param name="Claims">What it says.</param>
public sealed record VerifierVerdict(string Result, EarClaims Claims)
{
    /// <summary>The findings, for a person: reason ids with their places.</summary>
    public string Findings => string.Join("; ", Claims.Submodules.Values.SelectMany(s => s.Findings).Select(f => f.Where is null ? f.Code : $"{f.Code} at {f.Where}").Distinct().Take(6));
}
