using System.Xml.Linq;
using Mono.Cecil;

namespace Attestation.UnitTests.Rules;

/// <summary>What an nfproj lists is what its folder holds, also what the csproj beside it compiles, where there is one; and what it refers to is what it uses.</summary>
public sealed class NanoProjectTests
{
    private static readonly XNamespace MsBuild = "http://schemas.microsoft.com/developer/msbuild/2003";

    public static TheoryData<string> All => [.. NanoCompiler.Projects.Keys];

    /// <summary>Projects with both builds.</summary>
    public static TheoryData<string> Both => [.. NanoCompiler.Projects.Keys.Except(NanoCompiler.BoardOnly)];

    [Theory]
    [MemberData(nameof(All))]
    public void The_nfproj_lists_exactly_the_files_of_the_folder(string name)
    {
        string folder = FolderOf(name);
        string[] listed = [.. NanoCompiler.Read(name).Descendants(MsBuild + "Compile").Select(item => item.Attribute("Include")!.Value)];
        string[] present = [.. House.Sources(folder).Select(file => Path.GetRelativePath(folder, file).Replace('/', '\\'))];
        Assert.NotEmpty(listed);
        Assert.Equal(listed.Length, listed.Distinct().Count());
        string[] missing = [.. present.Except(listed).Order(StringComparer.Ordinal).Select(file => $"<Compile Include=\"{file}\" />")];
        Assert.True(missing.Length == 0, "run firmware/tools/list-nfproj-sources.py, or add to the nfproj:\n" + string.Join('\n', missing));
        Assert.Empty(listed.Except(present));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Referenced_assemblies_come_from_the_pinned_packages(string name)
    {
        XDocument packages = XDocument.Load(Path.Combine(FolderOf(name), "packages.config"));
        string[] pinned = [.. packages.Descendants("package").Select(p => $"{p.Attribute("id")!.Value}.{p.Attribute("version")!.Value}")];
        string[] used = [.. NanoCompiler.Read(name).Descendants(MsBuild + "HintPath").Select(hint => hint.Value.Split('\\')[2])];
        Assert.Equal(pinned.Order(), used.Order());
        Assert.All(packages.Descendants("package"), p => Assert.Equal("netnano1.0", p.Attribute("targetFramework")!.Value));
    }

    /// <summary>The interpreter binds assemblies by name and version: two versions of one in a deployment do not load.</summary>
    [Fact]
    public void A_package_has_one_version_everywhere()
    {
        IEnumerable<XElement> packages = NanoCompiler.Projects.Keys.SelectMany(name => XDocument.Load(Path.Combine(FolderOf(name), "packages.config")).Descendants("package"));
        Assert.All(packages.GroupBy(p => p.Attribute("id")!.Value), group => Assert.Single(group.Select(p => p.Attribute("version")!.Value).Distinct()));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_nfproj_references_every_assembly_whose_types_are_used(string name)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(NanoCompiler.Build(name).Assembly);
        string[] used = [.. module.GetTypeReferences().Select(NanoApi.Instance.AssemblyOf).OfType<string>().Distinct()];
        string[] referenced = [.. NanoCompiler.Read(name).Descendants(MsBuild + "Reference").Select(item => item.Attribute("Include")!.Value)];
        Assert.Contains("mscorlib", used);
        Assert.Empty(used.Except(referenced));
    }

    private static string FolderOf(string name) => Path.GetDirectoryName(NanoCompiler.Projects[name])!;
}
