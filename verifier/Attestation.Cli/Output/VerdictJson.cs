using System.Text.Json.Nodes;
using Attestation.Appraisal.Results;

namespace Attestation.Cli.Output;

/// <summary>A verdict as JSON.</summary>
internal static class VerdictJson
{
    internal static JsonObject Write(AppraisalResult result) => new()
    {
        ["status"] = result.Status.ToString().ToLowerInvariant(),
        ["policy"] = result.PolicyId,
        ["at"] = Inspecting.Values.Time(result.At),
        ["evidence"] = Convert.ToHexStringLower(result.EvidenceDigest.Span),
        ["device"] = result.Device is { } device ? Device(device) : null,
        ["vector"] = Vector(result.Vector),
        ["findings"] = new JsonArray([.. result.Findings.Select(Finding)]),
        ["compared"] = new JsonArray([.. result.Compared.Select(Compared)]),
    };

    private static JsonObject Device(DeviceIdentity device) => new()
    {
        ["udsKey"] = device.UdsKeyThumbprint,
        ["ueid"] = device.Ueid,
        ["vendor"] = device.Vendor,
        ["model"] = device.Model,
        ["anchor"] = device.Anchor,
    };

    /// <summary>Claims that were made; 0, no claim, is left out.</summary>
    private static JsonObject Vector(TrustVector vector)
    {
        var json = new JsonObject();
        foreach (TrustClaim claim in Enum.GetValues<TrustClaim>())
        {
            if (vector[claim] != 0)
                json[ClaimNames.Of(claim)] = vector[claim];
        }
        return json;
    }

    private static JsonObject Finding(Finding finding)
    {
        JsonObject json = FindingLines.Json(finding.Code, finding.Where, finding.Expected, finding.Actual);
        json["severity"] = finding.Severity.ToString().ToLowerInvariant();
        return json;
    }

    private static JsonObject Compared(ComparedMeasurement compared) => new()
    {
        ["layer"] = compared.Layer,
        ["key"] = compared.Key,
        ["actual"] = Convert.ToHexStringLower(compared.Actual.Span),
        ["matched"] = compared.Matched,
        ["source"] = compared.Source,
        ["signer"] = compared.Signer,
    };
}
