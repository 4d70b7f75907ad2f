using System.Xml.Linq;
using Mono.Cecil;

namespace Attestation.UnitTests.Rules;

/// <summary>The two builds of a firmware library compile the same files: what the csproj finds in its folder, the nfproj beside it lists.</summary>
public sealed class NanoProjectTests
{
    private static readonly XNamespace MsBuild = "http://schemas.microsoft.com/developer/msbuild/2003";

    /// <summary>Projects with both builds.</summary>
    public static TheoryData<string> Both => [.. House.Projects.Where(p => File.Exists(NanoFile(p))).Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Both))]
    public void The_nfproj_lists_exactly_the_files_of_the_folder(string name)
    {
        Project project = House.Named(name);
        string[] listed = [.. Nano(project).Descendants(MsBuild + "Compile").Select(item => item.Attribute("Include")!.Value)];
        string[] present = [.. House.Sources(project.Folder).Select(file => Path.GetRelativePath(project.Folder, file).Replace('/', '\\'))];
        Assert.NotEmpty(listed);
        Assert.Equal(listed.Length, listed.Distinct().Count());
        string[] missing = [.. present.Except(listed).Order(StringComparer.Ordinal).Select(file => $"<Compile Include=\"{file}\" />")];
        Assert.True(missing.Length == 0, "run firmware/tools/list-nfproj-sources.py, or add to the nfproj:\n" + string.Join('\n', missing));
        Assert.Empty(listed.Except(present));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Referenced_assemblies_come_from_the_pinned_packages(string name)
    {
        Project project = House.Named(name);
        XDocument packages = XDocument.Load(Path.Combine(project.Folder, "packages.config"));
        string[] pinned = [.. packages.Descendants("package").Select(p => $"{p.Attribute("id")!.Value}.{p.Attribute("version")!.Value}")];
        string[] used = [.. Nano(project).Descendants(MsBuild + "HintPath").Select(hint => hint.Value.Split('\\')[2])];
        Assert.Equal(pinned.Order(), used.Order());
        Assert.All(packages.Descendants("package"), p => Assert.Equal("netnano1.0", p.Attribute("targetFramework")!.Value));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void The_nfproj_references_every_assembly_whose_types_are_used(string name)
    {
        Project project = House.Named(name);
        using ModuleDefinition module = ModuleDefinition.ReadModule(project.AssemblyPath);
        string[] used = [.. module.GetTypeReferences().Select(NanoApi.Instance.AssemblyOf).OfType<string>().Distinct()];
        string[] referenced = [.. Nano(project).Descendants(MsBuild + "Reference").Select(item => item.Attribute("Include")!.Value)];
        Assert.Contains("mscorlib", used);
        Assert.Empty(used.Except(referenced));
    }

    private static XDocument Nano(Project project) => XDocument.Load(NanoFile(project));

    private static string NanoFile(Project project) => Path.Combine(project.Folder, project.Name + ".nfproj");
}
