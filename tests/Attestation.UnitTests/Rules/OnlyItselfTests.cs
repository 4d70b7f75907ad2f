using System.Text.RegularExpressions;

namespace Attestation.UnitTests.Rules;

/// <summary>No path of one machine, and no unfinished work, in what is committed.</summary>
public sealed partial class OnlyItselfTests
{
    private static readonly string[] TextFiles = ["*.cs", "*.csproj", "*.props", "*.md", "*.sh", "*.cddl", "*.json", "*.txt", "*.nfproj", "*.py"];

    [Fact]
    public void NoFileNamesAPlaceOfOneMachine() => Assert.Empty(Lines(MachinePath()));

    [Fact]
    public void NothingIsLeftForLater() => Assert.Empty(Lines(LeftForLater()));

    [Fact]
    public void NoTestIsSwitchedOff() => Assert.Empty(Lines(SwitchedOff()));

    private static IEnumerable<string> Lines(Regex pattern) =>
        from glob in TextFiles
        from file in House.Sources(PublicVectors.RepositoryRoot, glob)
        where Path.GetFileName(file) != nameof(OnlyItselfTests) + ".cs"
        where !file.Contains("nano-api") // another library's public names, in which one may well be called NotImplementedException
        from line in File.ReadLines(file)
        where pattern.IsMatch(line)
        select $"{Path.GetRelativePath(PublicVectors.RepositoryRoot, file)}: {line.Trim()}";

    [GeneratedRegex(@"(^|[\s""'=(])/(home|work|root|farm)/")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|NotImplementedException)\b")]
    private static partial Regex LeftForLater();

    [GeneratedRegex(@"\[(Fact|Theory)\(.*Skip\s*=")]
    private static partial Regex SwitchedOff();
}
