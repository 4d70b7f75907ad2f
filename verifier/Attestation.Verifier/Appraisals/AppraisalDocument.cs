using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Attestation.Appraisal.Results;

namespace Attestation.Verifier.Appraisals;

/// <summary>One appraisal as it is stored and shown: the verdict, every finding, every comparison, and the result made of it.</summary>
/// <param name="Id">32 lower-case hex digits.</param>
/// <param name="At">When it was made, RFC 3339.</param>
/// <param name="Status">none, affirming, warning or contraindicated.</param>
/// <param name="TrustVector">AR4SI claims by name; those that say nothing (0) are left out.</param>
/// <param name="Findings">All of them, in the order of the steps.</param>
/// <param name="Compared">All comparisons with reference values.</param>
/// <param name="Device">Null where the chain did not verify.</param>
/// <param name="Nonce">The session's, base64.</param>
/// <param name="MediaType">Content type of the evidence.</param>
/// <param name="EvidenceSha256">Lower-case hex.</param>
/// <param name="Policy">Id of the policy that judged.</param>
/// <param name="Result">The signed result that was given out.</param>
public sealed record AppraisalDocument(
    string Id,
    DateTimeOffset At,
    string Status,
    IReadOnlyDictionary<string, int> TrustVector,
    IReadOnlyList<FindingDocument> Findings,
    IReadOnlyList<ComparisonDocument> Compared,
    DeviceIdentity? Device,
    string Nonce,
    string MediaType,
    string EvidenceSha256,
    string Policy,
    string Result)
{
    public static AppraisalDocument Of(string id, AppraisalResult appraisal, ReadOnlySpan<byte> nonce, string result) => new(
        id,
        appraisal.At,
        NameOf(appraisal.Status),
        VectorOf(appraisal.Vector),
        [.. appraisal.Findings.Select(FindingDocument.Of)],
        [.. appraisal.Compared.Select(ComparisonDocument.Of)],
        appraisal.Device,
        Convert.ToBase64String(nonce),
        appraisal.MediaType,
        Convert.ToHexStringLower(appraisal.EvidenceDigest.Span),
        appraisal.PolicyId,
        result);

    /// <summary>The text of draft-ietf-rats-ear section 3.</summary>
    public static string NameOf(AppraisalStatus status) => status switch
    {
        AppraisalStatus.Affirming => "affirming",
        AppraisalStatus.Warning => "warning",
        AppraisalStatus.Contraindicated => "contraindicated",
        _ => "none",
    };

    private static Dictionary<string, int> VectorOf(TrustVector vector) => Enum.GetValues<TrustClaim>()
        .Where(claim => vector[claim] != 0)
        .ToDictionary(claim => NameOf(claim), claim => (int)vector[claim]);

    private static string NameOf(TrustClaim claim) => claim switch
    {
        TrustClaim.InstanceIdentity => "instance-identity",
        TrustClaim.FileSystem => "file-system",
        TrustClaim.RuntimeOpaque => "runtime-opaque",
        TrustClaim.StorageOpaque => "storage-opaque",
        TrustClaim.SourcedData => "sourced-data",
        _ => claim.ToString().ToLowerInvariant(),
    };
}

/// <summary>One finding with the words an operator needs.</summary>
public sealed record FindingDocument(
    string Code, int Event, string Severity, string Where, string Expected, string Actual, string Sentence, string Remedy, string Clause)
{
    public static FindingDocument Of(Finding finding) => new(finding.Code.Id, finding.Code.EventId, finding.Severity.ToString().ToLowerInvariant(),
        finding.Where, finding.Expected, finding.Actual, finding.Code.Sentence, finding.Code.Remedy, finding.Clause);
}

/// <summary>One comparison; <paramref name="Actual"/> is lower-case hex.</summary>
public sealed record ComparisonDocument(int Layer, string Key, string Actual, string Source, string Signer, bool Matched)
{
    public static ComparisonDocument Of(ComparedMeasurement compared) => new(compared.Layer, compared.Key,
        Convert.ToHexStringLower(compared.Actual.Span), compared.Source, compared.Signer, compared.Matched);
}

[JsonSerializable(typeof(AppraisalDocument))]
internal sealed partial class AppraisalJson : JsonSerializerContext
{
    public static AppraisalJson Readable { get; } = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    });
}
