using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Attestation.Appraisal.Nodes;
using Attestation.Appraisal.Results;
using Attestation.Verifier.Sessions;

namespace Attestation.Verifier.Appraisals;

/// <summary>One appraisal as it is stored and shown: the verdict, every finding, every comparison, and the result made of it.</summary>
/// <param name="Id">32 lower-case hex digits.</param>
/// <param name="At">When it was made, RFC 3339.</param>
/// <param name="Status">none, affirming, warning or contraindicated.</param>
/// <param name="TrustVector">AR4SI claims by name; those that say nothing (0) are left out.</param>
/// <param name="Findings">All of them: what refuses first, notes last, else in the order of the steps.</param>
/// <param name="Compared">Comparisons with reference values, those without a match first where there are more than <see cref="MostCompared"/>.</param>
/// <param name="ComparedInAll">How many were made, where not all are listed.</param>
/// <param name="Attester">device or node.</param>
/// <param name="Device">Null where the chain did not verify.</param>
/// <param name="Node">Null where no quote verified, and for devices.</param>
/// <param name="Boot">What a node's boot was made of; null where no bank was quoted in which it could be compared.</param>
/// <param name="Ima">What was found in a node's IMA list, in numbers; null where none was judged.</param>
/// <param name="DiceIdentity">The verdict on a node's DICE identity, where its evidence shows one.</param>
/// <param name="Nonce">The session's, base64.</param>
/// <param name="MediaType">Content type of the evidence.</param>
/// <param name="EvidenceSha256">Lower-case hex.</param>
/// <param name="EvidenceSize">Bytes.</param>
/// <param name="EvidenceKept">Whether the session keeps the evidence; false where it was larger than --keep-evidence.</param>
/// <param name="Policy">Id of the policy that judged.</param>
/// <param name="Result">The signed result that was given out.</param>
public sealed record AppraisalDocument(
    string Id,
    DateTimeOffset At,
    string Status,
    IReadOnlyDictionary<string, int> TrustVector,
    IReadOnlyList<FindingDocument> Findings,
    IReadOnlyList<ComparisonDocument> Compared,
    int? ComparedInAll,
    string Attester,
    DeviceIdentity? Device,
    NodeIdentity? Node,
    BootDocument? Boot,
    ImaDocument? Ima,
    DiceIdentityDocument? DiceIdentity,
    string Nonce,
    string MediaType,
    string EvidenceSha256,
    long EvidenceSize,
    bool EvidenceKept,
    string Policy,
    string Result)
{
    /// <summary>An IMA list has a hundred thousand entries; a document that is read by people has not.</summary>
    public const int MostCompared = 2000;

    public static AppraisalDocument Of(string id, AppraisalResult appraisal, ReadOnlySpan<byte> nonce, KeptEvidence evidence, string result) => new(
        id,
        appraisal.At,
        NameOf(appraisal.Status),
        VectorOf(appraisal.Vector),
        [.. appraisal.WorstFirst.Select(FindingDocument.Of)],
        Listed(appraisal.Compared),
        appraisal.Compared.Count > MostCompared ? appraisal.Compared.Count : null,
        appraisal.Attester.ToString().ToLowerInvariant(),
        appraisal.Device,
        appraisal.Node,
        appraisal.Boot is { } boot ? BootDocument.Of(boot) : null,
        appraisal.Ima is { } ima ? ImaDocument.Of(ima) : null,
        appraisal.DiceIdentity is { } identity ? DiceIdentityDocument.Of(identity) : null,
        Convert.ToBase64String(nonce),
        appraisal.MediaType,
        evidence.Digest,
        evidence.Size,
        evidence.Content is not null,
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

    internal static IReadOnlyList<ComparisonDocument> Listed(IReadOnlyList<ComparedMeasurement> compared) => compared.Count <= MostCompared
        ? [.. compared.Select(ComparisonDocument.Of)]
        : [.. compared.OrderBy(c => c.Matched).Take(MostCompared).Select(ComparisonDocument.Of)];

    internal static Dictionary<string, int> VectorOf(TrustVector vector) => Enum.GetValues<TrustClaim>()
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

/// <summary>The verdict on a node's DICE identity: the submodule <c>device</c> of its result.</summary>
public sealed record DiceIdentityDocument(
    string Status, IReadOnlyDictionary<string, int> TrustVector, IReadOnlyList<FindingDocument> Findings, IReadOnlyList<ComparisonDocument> Compared)
{
    public static DiceIdentityDocument Of(AppraisalResult appraisal) => new(AppraisalDocument.NameOf(appraisal.Status), AppraisalDocument.VectorOf(appraisal.Vector),
        [.. appraisal.WorstFirst.Select(FindingDocument.Of)], AppraisalDocument.Listed(appraisal.Compared));
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
