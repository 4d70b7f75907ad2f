using System.Text.RegularExpressions;

namespace Attestation.UnitTests.Rules;

/// <summary>Namespace = project name + folder, so that a type's full name says where its file is.</summary>
public sealed partial class NamespacesAreFoldersTests
{
    public static TheoryData<string> ProjectNames => [.. House.Projects.Select(p => p.Name).Concat(NanoCompiler.BoardOnly)];

    [Theory]
    [MemberData(nameof(ProjectNames))]
    public void EveryFileDeclaresItsFolder(string name)
    {
        Project project = NanoCompiler.BoardOnly.Contains(name) ? Project.Load(NanoCompiler.Projects[name]) : House.Named(name);
        string[] wrong = [.. House.Sources(project.Folder).Select(file => Mismatch(project, file)).OfType<string>()];
        Assert.Empty(wrong);
    }

    [Fact]
    public void AMismatchIsNoticed()
    {
        Project project = House.Named("Attestation.Formats");
        string file = Path.Combine(project.Folder, "Reasons", "ReasonCode.cs");
        Assert.Null(Mismatch(project, file));
        Assert.NotNull(Mismatch(project with { Name = "Attestation.Other" }, file));
    }

    private static string? Mismatch(Project project, string file)
    {
        string folder = Path.GetRelativePath(project.Folder, Path.GetDirectoryName(file)!);
        string expected = folder == "." ? project.Name : project.Name + "." + folder.Replace(Path.DirectorySeparatorChar, '.');
        string[] declared = [.. NamespaceLine().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value)];
        return declared.All(d => d == expected) ? null : $"{Path.GetRelativePath(PublicVectors.RepositoryRoot, file)}: {string.Join(", ", declared)}, not {expected}";
    }

    [GeneratedRegex(@"^namespace\s+([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();
}
