using System.Text;
using Attestation.Gate.JoinTokens;

namespace Attestation.UnitTests.Gate.JoinTokens;

public sealed class TokenFormTests
{
    [Fact]
    public void SecretsAreDrawnFromTheWholeAlphabetAndNothingElse()
    {
        var seen = new HashSet<char>();
        var secrets = new HashSet<string>();
        for (int i = 0; i < 500; i++)
        {
            using var token = new BootstrapToken("abc123", DateTimeOffset.UnixEpoch);
            string text = Encoding.ASCII.GetString(token.Text());
            Assert.Matches("^abc123\\.[a-z0-9]{16}$", text);
            Assert.True(secrets.Add(text));
            seen.UnionWith(text[7..]);
        }
        Assert.Equal(36, seen.Count); // 8,000 draws: one of 36 is missing once in 10^96
    }

    [Fact]
    public void ASecretIsWipedAndNeverInText()
    {
        var token = new BootstrapToken("abc123", DateTimeOffset.UnixEpoch);
        string secret = Encoding.ASCII.GetString(token.Secret);
        Assert.DoesNotContain(secret, token.ToString(), StringComparison.Ordinal);
        token.Dispose();
        Assert.Equal(new byte[BootstrapToken.SecretLength], token.Secret.ToArray());
    }

    /// <summary>Computed with Python: the first 8 bytes of SHA-256("attestation.example.com/join/worker-1"), big-endian, in base 36 from the low end.</summary>
    [Theory]
    [InlineData("worker-1", "4qnziv")]
    [InlineData("worker-2", "0omzzu")]
    public void AnIdFollowsFromPrefixAndName(string node, string id)
    {
        Assert.Equal(id, TokenId.Of("attestation.example.com", node));
        Assert.NotEqual(id, TokenId.Of("attestation.example.org", node));
    }

    [Theory]
    [InlineData("a token's user", "system:bootstrap:abc123", "abc123")]
    [InlineData("a node", "system:node:abc123", null)]
    [InlineData("a longer id", "system:bootstrap:abc1234", null)]
    [InlineData("nobody", null, null)]
    public void AnIdIsReadOutOfAUserName(string description, string? user, string? id) => Assert.True(TokenId.OfUser(user) == id, description);

    [Theory]
    [InlineData("worker-1", "system:bootstrappers:attestation:worker-1")]
    [InlineData("ip-10-0-0-1.ec2.internal", "system:bootstrappers:attestation:ip-10-0-0-1:ec2:internal")]
    public void ANodesGroupIsOneThatKubernetesTakesAndLeadsBack(string node, string group)
    {
        var groups = new TokenGroups(TokenGroups.DefaultPrefix);
        Assert.Equal(group, groups.Of(node));
        Assert.True(TokenGroups.IsGroup(group));
        Assert.Equal(node, groups.NodeOf(["system:authenticated", "system:bootstrappers", groups.All, group]));
    }

    [Fact]
    public void TheCommonGroupIsNoNodes() =>
        Assert.Null(new TokenGroups(TokenGroups.DefaultPrefix).NodeOf(["system:bootstrappers", "system:bootstrappers:attestation", "system:bootstrappers:attestations:x"]));

    [Fact]
    public void ANameThatDoesNotFitHasNoGroup()
    {
        var groups = new TokenGroups(TokenGroups.DefaultPrefix);
        int longest = 256 - "attestation:".Length;
        Assert.NotNull(groups.Of(new string('a', longest)));
        Assert.Null(groups.Of(new string('a', longest + 1)));
    }
}
