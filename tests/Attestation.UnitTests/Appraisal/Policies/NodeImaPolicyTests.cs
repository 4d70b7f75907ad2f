using System.Text;
using Attestation.Appraisal.Policies;
using Attestation.Appraisal.Results;
using Attestation.Formats.Ima;

namespace Attestation.UnitTests.Appraisal.Policies;

/// <summary>The member <c>node.ima</c> (docs/policy.md).</summary>
public sealed class NodeImaPolicyTests
{
    [Fact]
    public void EveryMemberIsRead()
    {
        NodeImaPolicy policy = Read("""
            {"exclude":["/tmp/**"],"violations":["/var/log/*"],"keyrings":[".ima"],"buffers":["kernel_*","selinux-*"],"minimumHash":"sha384","otherPath":"warn"}
            """)!;
        Assert.Equal(["/tmp/**"], policy.Exclude);
        Assert.Equal(["/var/log/*"], policy.Violations);
        Assert.Equal([".ima"], policy.Keyrings);
        Assert.Equal(["kernel_*", "selinux-*"], policy.Buffers);
        Assert.Equal((ImaHash.Sha384, Severity.Warn), (policy.MinimumHash, policy.OtherPath));
    }

    [Fact]
    public void NothingStatedIsTheStrictDefault()
    {
        NodeImaPolicy policy = Read("{}")!;
        Assert.Equal((ImaHash.Sha256, Severity.Refuse), (policy.MinimumHash, policy.OtherPath));
        Assert.Equal(0, policy.Exclude.Count + policy.Violations.Count + policy.Keyrings.Count + policy.Buffers.Count);
    }

    [Theory]
    [InlineData("no object", "[]", "policy.value", "node/ima")]
    [InlineData("a member that is none", """{"excludes":[]}""", "policy.member", "node/ima/excludes")]
    [InlineData("one pattern without its list", """{"exclude":"/tmp/*"}""", "policy.value", "node/ima/exclude")]
    [InlineData("an empty pattern", """{"violations":[""]}""", "policy.value", "node/ima/violations")]
    [InlineData("a pattern twice", """{"buffers":["a","a"]}""", "policy.value", "node/ima/buffers")]
    [InlineData("a number among names", """{"keyrings":[1]}""", "policy.value", "node/ima/keyrings")]
    [InlineData("a hash that is broken", """{"minimumHash":"md5"}""", "policy.value", "node/ima/minimumHash")]
    [InlineData("a severity that is none", """{"otherPath":"allow"}""", "policy.value", "node/ima/otherPath")]
    public void AValueThatIsNoneIsNamed(string description, string ima, string reason, string path)
    {
        Assert.False(PolicyReader.TryParse(Document(ima), out _, out var error));
        Assert.Equal((description, reason, path), (description, error.Code.Id, error.Path));
    }

    [Fact]
    public void EveryMemberStandsInThePage()
    {
        string page = File.ReadAllText(Path.Combine(PublicVectors.RepositoryRoot, "docs", "policy.md")).Split("member of `node.ima`")[1];
        Assert.All(NodeImaPolicyMembers.Names, name => Assert.Contains($"| `{name}` |", page));
    }

    private static NodeImaPolicy? Read(string ima)
    {
        Assert.True(PolicyReader.TryParse(Document(ima), out Policy policy, out var error), error.ToString());
        return policy.Node.Ima;
    }

    private static byte[] Document(string ima) => Encoding.UTF8.GetBytes("""{"id":"test","node":{"ima":%}}""".Replace("%", ima, StringComparison.Ordinal));
}
