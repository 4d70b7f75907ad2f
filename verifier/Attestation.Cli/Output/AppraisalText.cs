using System.Text.Json.Nodes;
using Attestation.Formats.Reasons;

namespace Attestation.Cli.Output;

/// <summary>An appraisal as a verifier stores it (docs/verifier-api.md), for people. What is missing in the document is left out.</summary>
internal static class AppraisalText
{
    /// <summary>Boot events without a match that are listed; the document has them all.</summary>
    private const int MostEvents = 20;

    /// <summary>Who was judged: a device, or a node with the identity that its TPM vouches for.</summary>
    internal static void Attester(TextLines text, JsonObject appraisal)
    {
        if (appraisal["node"] is JsonObject node)
            text.Fact("node", node["nodeName"] ?? "unnamed").Fact("key", node["akName"]).Fact("class", Class(node)).Fact("anchor", node["anchor"] ?? "not enrolled")
                .Fact("kubelet key", node["kubeletKey"]).Fact("secrets key", node["secretsKey"]);
        else if (appraisal["device"] is JsonObject device)
            text.Fact("device", device["ueid"] ?? device["udsKeyThumbprint"]).Fact("class", Class(device)).Fact("anchor", device["anchor"]);
        if (appraisal["trustVector"] is JsonObject { Count: > 0 } claims)
            text.Fact("claims", string.Join(", ", claims.Select(claim => $"{claim.Key} {claim.Value}")));
        if (appraisal["ima"] is JsonObject ima)
            text.Fact("ima", $"{ima["judged"]} entries judged, {ima["byDigest"]} known by digest, {ima["bySigner"]} by signer, {ima["excluded"]} excluded, "
                + $"{ima["unquoted"]} behind the quote");
    }

    internal static void Findings(TextLines text, JsonObject appraisal)
    {
        if (appraisal["findings"] is JsonArray findings)
            List(text, findings);
        if (appraisal["diceIdentity"] is JsonObject identity)
        {
            text.Line($"DICE identity of the node: {identity["status"]}", 1);
            if (identity["findings"] is JsonArray { Count: > 0 } own)
                List(text, own);
        }
    }

    /// <summary>What a node's boot was made of: Secure Boot, the command line, and the events that no reference value knows.</summary>
    internal static void Boot(TextLines text, JsonObject appraisal)
    {
        if (appraisal["boot"] is not JsonObject boot)
            return;
        text.Line("boot", 1).Fact("secure boot", boot["secureBoot"] ?? "not told", 2).Fact("command line", boot["commandLine"], 2);
        JsonNode?[] unknown = boot["events"] is JsonArray events ? [.. events.Where(e => e?["source"] is null)] : [];
        foreach (JsonNode? one in unknown.Take(MostEvents))
            text.Line($"event {one?["event"]}, PCR {one?["pcr"]}, {one?["class"]}: {one?["name"]} {one?["digest"]} is in no reference value", 2);
        if (unknown.Length > MostEvents)
            text.Line($"and {unknown.Length - MostEvents} more", 2);
    }

    /// <summary>What refuses first, notes last; verifiers before version 5 of their database stored the order of the steps.</summary>
    private static int Weight(JsonNode? finding) => finding?["severity"]?.ToString() switch { "warn" => 1, "note" => 2, _ => 0 };

    private static string Class(JsonObject attester) => attester["vendor"] is { } vendor ? $"{vendor} {attester["model"]}" : "unknown";

    private static void List(TextLines text, JsonArray findings)
    {
        if (findings.Count == 0)
            text.Line("no findings", 1);
        foreach (JsonNode? finding in findings.OrderBy(Weight))
        {
            string code = finding?["code"]?.ToString() ?? "?";
            string weight = finding?["severity"]?.ToString() switch { "warn" => " (warning)", "note" => " (note)", _ => "" };
            text.Line($"{code} at {finding?["where"]}{weight}", 1);
            text.Fact("expected", finding?["expected"], 2).Fact("found", finding?["actual"], 2);
            if (ReasonTable.TryFind(code, out ReasonCode reason))
                text.Fact("what", reason.Sentence, 2).Fact("what to do", reason.Remedy, 2);
        }
    }
}
