using System.Text.Json;

namespace Attestation.Simulator.Verifiers;

/// <summary>The two members of the verifier's stored appraisal (docs/verifier-api.md, appraisals) that a verdict is compared by.</summary>
internal static class AppraisalDocument
{
    /// <summary>affirming, warning, contraindicated or none.</summary>
    public static string Verdict(JsonElement appraisal) => appraisal.GetProperty("status").GetString()!;

    /// <summary>Reason ids of all findings, in order, each once.</summary>
    public static IReadOnlyList<string> Reasons(JsonElement appraisal) =>
        [.. appraisal.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("code").GetString()!).Distinct()];
}
