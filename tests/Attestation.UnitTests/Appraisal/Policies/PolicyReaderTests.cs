using System.Text;
using Attestation.Appraisal.Policies;
using Attestation.Formats;
using Attestation.Formats.Reasons;

namespace Attestation.UnitTests.Appraisal.Policies;

public sealed class PolicyReaderTests
{
    private const string Full = """
        {
          "id": "line-7",
          "require": ["code", "authority"],
          "modes": ["normal", "debug"],
          "minimumSvn": [{ "vendor": "V", "model": "M", "layer": 1, "svn": 4 }],
          "svnFloorFromReferences": false,
          "acceptUnsignedCorim": true,
          "algorithms": ["ES384"],
          "minimumStrength": 192,
          "unknownComponents": "warn",
          "requireUeid": false,
          "clockSkewSeconds": 5,
          "earLifetimeSeconds": 30,
          "requiredLayers": 3
        }
        """;

    [Fact]
    public void EveryMemberIsRead()
    {
        Assert.True(TryParse(Full, out Policy policy, out _));
        Assert.Equal("line-7", policy.Id);
        Assert.Equal(Comparisons.Code | Comparisons.Authority, policy.Required);
        Assert.Equal(AllowedModes.Normal | AllowedModes.Debug, policy.Modes);
        Assert.Equal([new MinimumSvn("V", "M", 1, 4)], policy.MinimumSvn);
        Assert.False(policy.SvnFloorFromReferences);
        Assert.True(policy.AcceptUnsignedCorim);
        Assert.Equal(["ES384"], policy.Algorithms);
        Assert.Equal(192, policy.MinimumStrength);
        Assert.Equal(UnknownComponents.Warn, policy.UnknownComponents);
        Assert.False(policy.RequireUeid);
        Assert.Equal(TimeSpan.FromSeconds(5), policy.ClockSkew);
        Assert.Equal(TimeSpan.FromSeconds(30), policy.EarLifetime);
        Assert.Equal(3, policy.RequiredLayers);
    }

    [Fact]
    public void AnEmptyDocumentWithANameIsTheDefault()
    {
        Assert.True(TryParse("{\"id\":\"default\"}", out Policy policy, out _));
        Assert.Equal(Policy.Default, policy);
    }

    [Theory]
    [InlineData("no name", "{}", "policy.value", "id")]
    [InlineData("empty name", "{\"id\":\"\"}", "policy.value", "id")]
    [InlineData("unknown member", "{\"id\":\"a\",\"svnFloor\":1}", "policy.member", "svnFloor")]
    [InlineData("member in another case", "{\"ID\":\"a\"}", "policy.member", "ID")]
    [InlineData("unknown comparison", "{\"id\":\"a\",\"require\":[\"codes\"]}", "policy.value", "require")]
    [InlineData("comparison named twice", "{\"id\":\"a\",\"require\":[\"code\",\"code\"]}", "policy.value", "require")]
    [InlineData("comparison not in a list", "{\"id\":\"a\",\"require\":\"code\"}", "policy.value", "require")]
    [InlineData("no algorithm left", "{\"id\":\"a\",\"algorithms\":[]}", "policy.value", "algorithms")]
    [InlineData("unknown algorithm", "{\"id\":\"a\",\"algorithms\":[\"RS256\"]}", "policy.value", "algorithms")]
    [InlineData("strength below P-256", "{\"id\":\"a\",\"minimumStrength\":112}", "policy.value", "minimumStrength")]
    [InlineData("floor with a fifth member", "{\"id\":\"a\",\"minimumSvn\":[{\"vendor\":\"V\",\"model\":\"M\",\"layer\":1,\"svn\":4,\"x\":1}]}", "policy.value", "minimumSvn")]
    [InlineData("floor without a layer", "{\"id\":\"a\",\"minimumSvn\":[{\"vendor\":\"V\",\"model\":\"M\",\"svn\":4}]}", "policy.value", "minimumSvn")]
    [InlineData("negative SVN", "{\"id\":\"a\",\"minimumSvn\":[{\"vendor\":\"V\",\"model\":\"M\",\"layer\":1,\"svn\":-4}]}", "policy.value", "minimumSvn")]
    [InlineData("zero lifetime", "{\"id\":\"a\",\"earLifetimeSeconds\":0}", "policy.value", "earLifetimeSeconds")]
    [InlineData("a member twice", "{\"id\":\"a\",\"id\":\"b\"}", "policy.syntax", "")]
    [InlineData("a list", "[]", "policy.syntax", "")]
    [InlineData("a comment", "{/*x*/\"id\":\"a\"}", "policy.syntax", "")]
    [InlineData("bytes after the object", "{\"id\":\"a\"} x", "policy.syntax", "")]
    [InlineData("nothing", "", "policy.syntax", "")]
    public void DefectsAreRefusedByName(string defect, string json, string reason, string path)
    {
        Assert.False(TryParse(json, out _, out ParseError error), defect);
        Assert.Equal(reason, error.Code.Id);
        Assert.Equal(path, error.Path);
    }

    [Fact]
    public void ASyntaxErrorNamesItsByte()
    {
        Assert.False(TryParse("{\n  \"id\": x\n}", out _, out ParseError error));
        Assert.Equal(10, error.Offset);
    }

    [Fact]
    public void ADocumentOverTheLimitIsRefusedUnread()
    {
        Assert.False(PolicyReader.TryParse(new byte[PolicyReader.MaxSize + 1], out _, out ParseError error));
        Assert.Equal(AppraisalReasons.PolicySyntax, error.Code);
    }

    private static bool TryParse(string json, out Policy policy, out ParseError error) =>
        PolicyReader.TryParse(Encoding.UTF8.GetBytes(json), out policy, out error);
}
