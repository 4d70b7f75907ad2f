using System.Xml.Linq;
using Mono.Cecil;

namespace Attestation.UnitTests.Rules;

/// <summary>The two builds of a firmware library compile the same files: what the csproj finds in its folder, the nfproj beside it lists.</summary>
public sealed class NanoProjectTests
{
    private static readonly XNamespace MsBuild = "http://schemas.microsoft.com/developer/msbuild/2003";

    private static readonly Project Dice = House.Named("Attestation.Dice");

    private static readonly XDocument NanoProject = XDocument.Load(Path.Combine(Dice.Folder, "Attestation.Dice.nfproj"));

    [Fact]
    public void The_nfproj_lists_exactly_the_files_of_the_folder()
    {
        string[] listed = [.. NanoProject.Descendants(MsBuild + "Compile").Select(item => item.Attribute("Include")!.Value)];
        string[] present = [.. House.Sources(Dice.Folder).Select(file => Path.GetRelativePath(Dice.Folder, file).Replace('/', '\\'))];
        Assert.NotEmpty(listed);
        Assert.Equal(listed.Length, listed.Distinct().Count());
        string[] missing = [.. present.Except(listed).Order(StringComparer.Ordinal).Select(file => $"<Compile Include=\"{file}\" />")];
        Assert.True(missing.Length == 0, "run firmware/tools/list-nfproj-sources.py, or add to firmware/Attestation.Dice/Attestation.Dice.nfproj:\n" + string.Join('\n', missing));
        Assert.Empty(listed.Except(present));
    }

    [Fact]
    public void Referenced_assemblies_come_from_the_pinned_packages()
    {
        XDocument packages = XDocument.Load(Path.Combine(Dice.Folder, "packages.config"));
        string[] pinned = [.. packages.Descendants("package").Select(p => $"{p.Attribute("id")!.Value}.{p.Attribute("version")!.Value}")];
        string[] used = [.. NanoProject.Descendants(MsBuild + "HintPath").Select(hint => hint.Value.Split('\\')[2])];
        Assert.Equal(pinned.Order(), used.Order());
        Assert.All(packages.Descendants("package"), p => Assert.Equal("netnano1.0", p.Attribute("targetFramework")!.Value));
    }

    [Fact]
    public void The_nfproj_references_every_assembly_whose_types_are_used()
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(Dice.AssemblyPath);
        string[] used = [.. module.GetTypeReferences().Select(NanoApi.Instance.AssemblyOf).OfType<string>().Distinct()];
        string[] referenced = [.. NanoProject.Descendants(MsBuild + "Reference").Select(item => item.Attribute("Include")!.Value)];
        Assert.Contains("mscorlib", used);
        Assert.Empty(used.Except(referenced));
    }
}
