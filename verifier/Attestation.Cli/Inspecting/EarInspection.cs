using System.Text.Json.Nodes;
using Attestation.Appraisal.Results;
using Attestation.Cli.Output;
using Attestation.Formats.Ear;

namespace Attestation.Cli.Inspecting;

/// <summary>Attestation results (draft-ietf-rats-ear).</summary>
internal static class EarInspection
{
    internal static JsonObject Facts(EarClaims claims) => new()
    {
        ["profile"] = claims.Profile,
        ["issuedAt"] = Values.Seconds(claims.IssuedAt),
        ["expires"] = claims.Expiration is { } expiration ? Values.Seconds(expiration) : null,
        ["nonces"] = claims.Nonces.Count == 0 ? null : Values.List(claims.Nonces.Select(n => Values.Hex(n)!)),
        ["verifier"] = $"{claims.VerifierDeveloper} {claims.VerifierBuild}",
        ["submodules"] = new JsonObject(claims.Submodules.Select(s => new KeyValuePair<string, JsonNode?>(s.Key, Appraisal(s.Value)))),
    };

    private static JsonObject Appraisal(EarAppraisal appraisal) => new()
    {
        ["status"] = appraisal.Status.ToString().ToLowerInvariant(),
        ["claims"] = appraisal.Vector is { } vector ? Vector(vector) : null,
        ["policies"] = Values.List(appraisal.PolicyIds),
        ["node"] = appraisal.Node is { } node ? Node(node) : null,
        ["findings"] = new JsonArray([.. appraisal.Findings.Select(f => new JsonObject { ["code"] = f.Code, ["where"] = f.Where, ["expected"] = f.Expected, ["actual"] = f.Actual })]),
    };

    private static JsonObject Node(NodeClaims node) => new()
    {
        ["id"] = node.Id,
        ["name"] = node.Name,
        ["class"] = node.Class,
        ["kubeletKeySha256"] = node.KubeletKeySha256,
        ["secretsKeySha256"] = node.SecretsKeySha256,
        ["next"] = node.Next,
    };

    /// <summary>Claims that were made; 0, no claim, is left out.</summary>
    private static JsonObject Vector(TrustworthinessVector vector) =>
        new(vector.Claims.Select((value, key) => (key, value)).Where(c => c.value != 0)
            .Select(c => new KeyValuePair<string, JsonNode?>(ClaimNames.Of((TrustClaim)c.key), c.value)));
}
