using Attestation.Formats.EventLog;

namespace Attestation.UnitTests.Formats.EventLog;

/// <summary>Patterns of command lines: whole lines, * without spaces, ** anything.</summary>
public sealed class TextPatternTests
{
    [Theory]
    [InlineData("literal", "ro quiet", "ro quiet", true)]
    [InlineData("a literal is a whole line", "ro", "ro quiet", false)]
    [InlineData("the end counts", "ro quiet", "ro", false)]
    [InlineData("a star takes nothing too", "root=*", "root=", true)]
    [InlineData("a star takes no space", "root=*", "root=a b", false)]
    [InlineData("a star inside", "a*c d", "abbbc d", true)]
    [InlineData("a star that must give back", "a*bc", "abbbc", true)]
    [InlineData("two stars take spaces", "** quiet", "a b c quiet", true)]
    [InlineData("two stars take nothing", "a**b", "ab", true)]
    [InlineData("both kinds", "root=* ** panic=*", "root=/dev/x y z panic=5", true)]
    [InlineData("the last word is bound", "root=* ** panic=*", "root=/dev/x y z panic=5 init=/bin/sh", false)]
    [InlineData("nothing matches nothing", "", "", true)]
    [InlineData("other special characters are themselves", "a.c[0-9]?", "abc1?", false)]
    public void APatternMatchesAWholeLine(string description, string pattern, string line, bool matches)
    {
        Assert.True(TextPattern.TryParse(pattern, out TextPattern? read));
        Assert.True(matches == read!.Matches(line), description);
    }

    [Theory]
    [InlineData("three stars", "a***")]
    [InlineData("too long", null)]
    public void APatternThatMeansNothingIsRefused(string description, string? pattern)
    {
        Assert.True(!TextPattern.TryParse(pattern ?? new string('a', TextPattern.MaxLength + 1), out _), description);
    }

    [Fact]
    public void ManyStarsEnd()
    {
        Assert.True(TextPattern.TryParse(string.Concat(Enumerable.Repeat("a*", 2000)) + "b", out TextPattern? pattern));
        Assert.False(pattern!.Matches(new string('a', TextPattern.MaxLength)));
        Assert.False(pattern.Matches(new string('a', TextPattern.MaxLength + 1)));
    }

    /// <summary>Against the same meaning written as a regular expression.</summary>
    [Fact]
    public void PatternsAgreeWithRegularExpressions()
    {
        var random = new Random(20261121);
        for (int i = 0; i < 5000; i++)
        {
            string text = Draw(random, "ab *", 8).Replace("***", "**", StringComparison.Ordinal);
            string line = Draw(random, "ab ", 8);
            if (!TextPattern.TryParse(text, out TextPattern? pattern))
                continue;
            string expression = "^" + System.Text.RegularExpressions.Regex.Escape(text).Replace(@"\*\*", ".*", StringComparison.Ordinal).Replace(@"\*", "[^ ]*", StringComparison.Ordinal) + "$";
            Assert.True(System.Text.RegularExpressions.Regex.IsMatch(line, expression) == pattern!.Matches(line), $"'{text}' on '{line}'");
        }
    }

    private static string Draw(Random random, string from, int most) => new([.. Enumerable.Range(0, random.Next(most + 1)).Select(_ => from[random.Next(from.Length)])]);
}
