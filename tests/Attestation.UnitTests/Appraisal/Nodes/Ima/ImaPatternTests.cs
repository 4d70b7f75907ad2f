using System.Text;
using Attestation.Appraisal.Nodes.Ima;

namespace Attestation.UnitTests.Appraisal.Nodes.Ima;

public sealed class ImaPatternTests
{
    [Theory]
    [InlineData("/tmp/x", "/tmp/x", true)]
    [InlineData("/tmp/x", "/tmp/xy", false)]
    [InlineData("/tmp/x", "/tmp/", false)]
    [InlineData("/tmp/*", "/tmp/x", true)]
    [InlineData("/tmp/*", "/tmp/", true)]
    [InlineData("/tmp/*", "/tmp/a/b", false)]
    [InlineData("/tmp/**", "/tmp/a/b", true)]
    [InlineData("/tmp/**", "/var/tmp/a", false)]
    [InlineData("**", "", true)]
    [InlineData("**/x", "/a/b/x", true)]
    [InlineData("**/*.so.*", "/usr/lib/libc.so.6", true)]
    [InlineData("**/*.so.*", "/usr/lib/libc.so/6", false)]
    [InlineData("/a*/b*c", "/ax/bc/bxc", false)]
    [InlineData("/a*/**c", "/ax/bc/bxc", true)]
    [InlineData("/**/log/*.txt", "/var/log/x/log/y.txt", true)]
    [InlineData("/**/log/*.txt", "/var/log/x/lag/y.txt", false)]
    [InlineData("a?c", "abc", false)]
    [InlineData("/proc/*/mem", "/proc/1/2/mem", false)]
    [InlineData("***", "/any/thing", true)]
    public void APatternIsAboutTheWholePath(string pattern, string path, bool matches) =>
        Assert.Equal(matches, ImaPattern.Matches(Encoding.UTF8.GetBytes(pattern), Encoding.UTF8.GetBytes(path)));

    [Fact]
    public void ItAgreesWithRegularExpressions()
    {
        var random = new Random(11);
        for (int i = 0; i < 20_000; i++)
        {
            string pattern = Text(random, "ab/**", 8), path = Text(random, "ab/", 9);
            string regex = "^" + pattern.Replace("**", "\u0001", StringComparison.Ordinal).Replace("*", "[^/]*", StringComparison.Ordinal).Replace("\u0001", ".*", StringComparison.Ordinal) + "$";
            bool expected = System.Text.RegularExpressions.Regex.IsMatch(path, regex);
            Assert.True(expected == ImaPattern.Matches(Encoding.UTF8.GetBytes(pattern), Encoding.UTF8.GetBytes(path)), $"{pattern} on {path}");
        }
    }

    [Fact]
    public void ManyStarsTakeNoExponentialTime()
    {
        byte[] pattern = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("**a", 40)) + "b");
        Assert.False(ImaPattern.Matches(pattern, Encoding.UTF8.GetBytes(new string('a', 4096))));
    }

    private static string Text(Random random, string alphabet, int most) =>
        string.Concat(Enumerable.Range(0, random.Next(most)).Select(_ => alphabet[random.Next(alphabet.Length)]));
}
