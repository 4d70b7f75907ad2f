using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Attestation.Appraisal.EndorsementKeys;
using Attestation.Appraisal.Results;
using Attestation.Cli.Inspecting;
using Attestation.Cli.Output;
using Attestation.Formats;
using Attestation.Formats.X509;

namespace Attestation.Cli.EndorsementKeys;

/// <summary>The answer of <c>attest tpm roots</c> for programs.</summary>
internal static class RootsJson
{
    internal static JsonObject Of(RootsAnswer answer) => new()
    {
        ["roots"] = new JsonArray([.. answer.Trust.Roots.Select(root => Authority(answer, root))]),
        ["intermediates"] = new JsonArray([.. answer.Trust.Intermediates.Select(authority => Authority(answer, authority))]),
        ["revocationLists"] = new JsonArray([.. answer.Trust.RevocationLists.Select(list => List(list.ForDisplay))]),
        ["listedKeys"] = answer.Trust.AllowList.Entries.Count,
        ["notTaken"] = new JsonArray([.. answer.NotTaken.Select(Refusal)]),
        ["verdict"] = answer.Verdict is { } verdict ? Verdict(verdict, answer.KeyCompared) : null,
    };

    private static JsonObject Authority(RootsAnswer answer, EkAuthority authority)
    {
        JsonObject document = Certificate(authority.Content);
        document["file"] = authority.Source;
        document["state"] = answer.State(authority.Content.NotBefore, authority.Content.NotAfter);
        document["issuerIsHere"] = authority.IsRoot || answer.Trust.IssuerOf(authority) is not null;
        document["deviations"] = Values.List(authority.Certificate.Deviations.Select(note => $"{note.Dialect} at {note.Path}"));
        return document;
    }

    private static JsonObject Certificate(Certificate certificate) => new()
    {
        ["subject"] = $"{certificate.Subject}",
        ["issuer"] = $"{certificate.Issuer}",
        ["serial"] = Values.Hex(certificate.Serial),
        ["notBefore"] = Values.Time(certificate.NotBefore),
        ["notAfter"] = Values.Time(certificate.NotAfter),
        ["algorithm"] = StandardNames.Of(certificate.SignatureAlgorithm),
        ["keyId"] = Values.Hex(certificate.SubjectKeyIdentifier),
        ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(certificate.Der.Span)),
    };

    private static JsonObject List(RevocationList list) => new()
    {
        ["issuer"] = $"{list.Issuer}",
        ["thisUpdate"] = Values.Time(list.ThisUpdate),
        ["nextUpdate"] = list.NextUpdate is { } next ? Values.Time(next) : null,
        ["revoked"] = list.Revoked.Count,
    };

    private static JsonObject Refusal(EkTrustRefusal refusal) => new()
    {
        ["file"] = refusal.Name,
        ["place"] = refusal.Error.Path,
        ["code"] = refusal.Error.Code.Id,
        ["sentence"] = refusal.Error.Code.Sentence,
        ["remedy"] = refusal.Error.Code.Remedy,
        ["cause"] = refusal.Cause is { } cause ? $"{cause}" : null,
    };

    private static JsonObject Verdict(EkVerdict verdict, bool keyCompared) => new()
    {
        ["accepted"] = verdict.Accepted,
        ["anchor"] = verdict.Anchor.Length == 0 ? null : verdict.Anchor,
        ["keyCompared"] = keyCompared,
        ["ekName"] = verdict.Name.Length == 0 ? null : verdict.Name,
        ["template"] = verdict.Template,
        ["allowance"] = verdict.Allowance is { } line ? new JsonObject { ["key"] = line.Key, ["line"] = line.Line, ["nodeName"] = line.NodeName, ["vendor"] = line.Class?.Vendor, ["model"] = line.Class?.Model } : null,
        ["tpm"] = verdict.Tpm is { } tpm ? Tpm(tpm) : null,
        ["chain"] = new JsonArray([.. verdict.Chain.Select(Certificate)]),
        ["missing"] = verdict.Missing is { } missing ? Missing(missing) : null,
        ["findings"] = new JsonArray([.. verdict.Findings.Select(Found)]),
    };

    private static JsonObject Found(Finding finding)
    {
        JsonObject document = FindingLines.Json(finding.Code, finding.Where, finding.Expected, finding.Actual);
        document["severity"] = finding.Severity.ToString().ToLowerInvariant();
        return document;
    }

    private static JsonObject Tpm(TpmIdentity tpm) => new()
    {
        ["manufacturer"] = tpm.Manufacturer,
        ["model"] = tpm.Model,
        ["version"] = tpm.Version,
        ["specification"] = tpm.Specification,
        ["fieldUpgradable"] = tpm.FieldUpgradable,
        ["keyGeneration"] = tpm.KeyGeneration,
    };

    private static JsonObject Missing(MissingCertificate missing) => new()
    {
        ["subject"] = missing.Issuer,
        ["keyId"] = missing.AuthorityKeyId,
        ["urls"] = Values.List(missing.Urls),
        ["neededBy"] = missing.Subject,
    };
}
