using System.Text.Json.Nodes;
using Attestation.Appraisal.Nodes;
using Attestation.Appraisal.Nodes.Boot;
using Attestation.Appraisal.Nodes.Ima;
using Attestation.Appraisal.Results;
using Attestation.Formats.EventLog;
using Attestation.Formats.Pcrs;

namespace Attestation.Cli.Output;

/// <summary>A verdict as JSON.</summary>
internal static class VerdictJson
{
    internal static JsonObject Write(AppraisalResult result)
    {
        JsonObject json = Verdict(result);
        if (result.Attester == AttesterKind.Node)
        {
            json["node"] = result.Node is { } node ? Node(node) : null;
            json["boot"] = result.Boot is { } boot ? Boot(boot) : null;
            json["ima"] = result.Ima is { } ima ? Ima(ima) : null;
            json["diceIdentity"] = result.DiceIdentity is { } identity ? Verdict(identity) : null;
        }
        return json;
    }

    private static JsonObject Verdict(AppraisalResult result) => new()
    {
        ["status"] = result.Status.ToString().ToLowerInvariant(),
        ["policy"] = result.PolicyId,
        ["at"] = Inspecting.Values.Time(result.At),
        ["evidence"] = Convert.ToHexStringLower(result.EvidenceDigest.Span),
        ["device"] = result.Device is { } device ? Device(device) : null,
        ["vector"] = Vector(result.Vector),
        ["findings"] = new JsonArray([.. result.WorstFirst.Select(Finding)]),
        ["compared"] = new JsonArray([.. result.Compared.Select(Compared)]),
    };

    private static JsonObject Node(NodeIdentity node) => new()
    {
        ["attestationKey"] = node.AkName,
        ["nodeName"] = node.NodeName,
        ["vendor"] = node.Vendor,
        ["model"] = node.Model,
        ["endorsementKey"] = node.EkName,
        ["anchor"] = node.Anchor,
        ["kubeletKey"] = node.KubeletKey,
        ["secretsKey"] = node.SecretsKey,
    };

    private static JsonObject Boot(BootReport boot) => new()
    {
        ["bank"] = boot.Bank.BankName(),
        ["secureBoot"] = boot.SecureBoot,
        ["commandLine"] = boot.CommandLine,
        ["authorities"] = Inspecting.Values.List(boot.Authorities),
        ["events"] = new JsonArray([.. boot.Components.Select(Event)]),
    };

    private static JsonObject Event(JudgedComponent judged) => new()
    {
        [judged.Component.Userspace ? "systemdEvent" : "event"] = judged.Component.Event,
        ["pcr"] = judged.Component.Pcr,
        ["class"] = judged.Component.Class.Name(),
        ["name"] = judged.Component.Name,
        ["text"] = judged.Component.Text,
        ["digest"] = Convert.ToHexStringLower(judged.Digest.Span),
        ["reference"] = judged.Matched,
    };

    private static JsonObject Ima(ImaVerdict ima) => new()
    {
        ["matched"] = ima.Matched,
        ["judged"] = ima.Judged,
        ["covered"] = ima.Covered,
        ["unquoted"] = ima.Unquoted,
        ["byDigest"] = ima.ByDigest,
        ["bySigner"] = ima.BySigner,
        ["byName"] = ima.ByName,
        ["excluded"] = ima.Excluded,
        ["violations"] = ima.Violations,
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

    internal static JsonObject Finding(Finding finding)
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
