using System.Text;
using System.Text.Json;
using Attestation.Appraisal.EndorsementKeys;
using Attestation.Appraisal.Results;

namespace Attestation.UnitTests.Appraisal.EndorsementKeys;

/// <summary>One line of tests/vectors/ek/cases.json.</summary>
internal sealed record EkCase(string Name, string About, JsonElement Line)
{
    public static readonly string Folder = Path.Combine(PublicVectors.RepositoryRoot, "tests", "vectors", "ek");

    public static IReadOnlyList<EkCase> All { get; } = Read();

    public static EkCase Named(string name) => All.Single(c => c.Name == name);

    public DateTimeOffset Now => Line.GetProperty("now").GetDateTimeOffset();

    public string[] Certificates => Texts("certificates");

    public string[] Trust => Texts("trust");

    public string[] RevocationLists => Texts("crls");

    public string[] Refused => Texts("refused");

    public string[] Told => Texts("told");

    public bool OpenSslAccepts => Line.GetProperty("openssl").GetString() == "ok";

    /// <summary>Why openssl and this verifier differ; null where they agree.</summary>
    public string? Why => Line.TryGetProperty("why", out JsonElement why) ? why.GetString() : null;

    public bool AnyAuthorityIsAnchor => Texts("rules").Contains(nameof(EkRules.AnyAuthorityIsAnchor));

    public EkEvidence Evidence => new(Bytes(Line.GetProperty("ek").GetString()!), [.. Certificates.Select(name => (ReadOnlyMemory<byte>)Bytes(name))]);

    public EkTrust TrustedBy()
    {
        var builder = new EkTrustBuilder();
        foreach (string name in Trust)
            builder.AddCertificates(name, Bytes(name));
        foreach (string name in RevocationLists)
            builder.AddRevocationLists(name, Bytes(name));
        if (Line.TryGetProperty("allow", out JsonElement allow))
            builder.AddAllowList("allow", Encoding.UTF8.GetBytes(allow.GetString()!));
        Assert.Empty(builder.Refused);
        return builder.Build();
    }

    public EkRules Rules => new()
    {
        AllowExpiredLeaf = Texts("rules").Contains(nameof(EkRules.AllowExpiredLeaf)),
        RequireRevocationLists = Texts("rules").Contains(nameof(EkRules.RequireRevocationLists)),
        AllowUnstatedPurpose = Texts("rules").Contains(nameof(EkRules.AllowUnstatedPurpose)),
        AnyAuthorityIsAnchor = AnyAuthorityIsAnchor,
    };

    public EkVerdict Judge() => EkChain.Validate(Evidence, TrustedBy(), Now, Rules);

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Folder, name));

    public static string[] Codes(EkVerdict verdict, bool refused) =>
        [.. verdict.Findings.Where(f => f.Severity == Severity.Refuse == refused).Select(f => f.Code.Id).Distinct().Order(StringComparer.Ordinal)];

    private string[] Texts(string member) =>
        Line.TryGetProperty(member, out JsonElement list) ? [.. list.EnumerateArray().Select(item => item.GetString()!)] : [];

    private static EkCase[] Read()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "cases.json")));
        return [.. document.RootElement.Clone().EnumerateArray().Select(line => new EkCase(line.GetProperty("case").GetString()!, line.GetProperty("about").GetString()!, line))];
    }
}
