using System.Text;
using Attestation.Appraisal.Policies;
using Attestation.Formats;
using Attestation.Formats.EventLog;
using Attestation.Formats.Pcrs;

namespace Attestation.UnitTests.Appraisal.Policies;

/// <summary>The member <c>node</c> of a policy document (docs/policy.md, node).</summary>
public sealed class NodePolicyReaderTests
{
    [Fact]
    public void EveryMemberIsRead()
    {
        NodePolicy node = Read("""
            { "require": ["kernel", "ima"], "pcrs": { "sha384": [7, 4], "sha1": [0] }, "secureBoot": false, "intervalSeconds": 60,
              "requireDice": true, "goldenPcrs": true, "ima": { "exclude": ["/tmp/*"] } }
            """);
        Assert.Equal(["kernel", "ima"], node.Require);
        Assert.Equal([7, 4], node.Pcrs[PcrBank.Sha384]);
        Assert.Equal(2, node.Pcrs.Count);
        Assert.False(node.SecureBoot);
        Assert.Equal(TimeSpan.FromMinutes(1), node.Interval);
        Assert.True(node.RequireDice);
        Assert.True(node.GoldenPcrs);
        Assert.Equal(["/tmp/*"], node.Ima.Exclude);
    }

    [Fact]
    public void WhatIsNotStatedIsTheDefault()
    {
        NodePolicy node = Read("{}");
        Assert.Equal(NodePolicy.Default, node);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 14], node.Pcrs[PcrBank.Sha256]);
    }

    [Fact]
    public void EveryClassOfBootEventsCanBeRequired() => Assert.All(BootClassNames.Comparable, c => Assert.Equal([c.Name()], Read($$"""{"require":["{{c.Name()}}"]}""").Require));

    [Theory]
    [InlineData("no object", "[]", "policy.value", "node")]
    [InlineData("an unknown member", """{"requires":[]}""", "policy.member", "node/requires")]
    [InlineData("an unknown class", """{"require":["initramfs"]}""", "policy.value", "node/require")]
    [InlineData("events that nothing can be compared with", """{"require":["fixed"]}""", "policy.value", "node/require")]
    [InlineData("a class twice", """{"require":["kernel","kernel"]}""", "policy.value", "node/require")]
    [InlineData("no bank", """{"pcrs":{}}""", "policy.value", "node/pcrs")]
    [InlineData("an unknown bank", """{"pcrs":{"md5":[0]}}""", "policy.value", "node/pcrs")]
    [InlineData("a bank without PCRs", """{"pcrs":{"sha256":[]}}""", "policy.value", "node/pcrs")]
    [InlineData("PCR 24", """{"pcrs":{"sha256":[24]}}""", "policy.value", "node/pcrs")]
    [InlineData("a PCR twice", """{"pcrs":{"sha256":[1,1]}}""", "policy.value", "node/pcrs")]
    [InlineData("Secure Boot as text", """{"secureBoot":"on"}""", "policy.value", "node/secureBoot")]
    [InlineData("an interval of 0", """{"intervalSeconds":0}""", "policy.value", "node/intervalSeconds")]
    [InlineData("an interval above a day", """{"intervalSeconds":86401}""", "policy.value", "node/intervalSeconds")]
    [InlineData("ima that is no object", """{"ima":[]}""", "policy.value", "node/ima")]
    [InlineData("an unknown member of ima", """{"ima":{"allow":[]}}""", "policy.member", "node/ima/allow")]
    [InlineData("a pattern that is a number", """{"ima":{"exclude":[1]}}""", "policy.value", "node/ima/exclude")]
    public void AMistakeIsNamedWithItsPath(string mistake, string node, string code, string path)
    {
        Assert.False(PolicyReader.TryParse(Document(node), out _, out ParseError error), mistake);
        Assert.Equal((code, path), (error.Code.Id, error.Path));
    }

    [Fact]
    public void ThePolicyPageHasARowForEveryMember()
    {
        string page = File.ReadAllText(Path.Combine(PublicVectors.RepositoryRoot, "docs", "policy.md"));
        Assert.All([.. NodePolicyMembers.Names, .. NodeImaPolicyMembers.Names], name => Assert.Contains($"| `{name}` |", page, StringComparison.Ordinal));
    }

    private static byte[] Document(string node) => Encoding.UTF8.GetBytes($$"""{"id":"nodes","node":{{node}}}""");

    private static NodePolicy Read(string node)
    {
        Assert.True(PolicyReader.TryParse(Document(node), out Policy policy, out ParseError error), error.ToString());
        return policy.Node;
    }
}
