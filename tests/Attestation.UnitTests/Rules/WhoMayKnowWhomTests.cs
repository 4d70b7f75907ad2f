using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Attestation.UnitTests.Rules;

/// <summary>ARCHITECTURE.md, "Who may know whom": each row of the table there is a row here.</summary>
public sealed class WhoMayKnowWhomTests
{
    public static TheoryData<string, string[]> Table => new()
    {
        { "Attestation.Dice", [] },
        { "Attestation.Device", ["Attestation.Dice"] },
        { "Attestation.Device.SelfTest", ["Attestation.Device", "Attestation.Dice"] },
        { "Attestation.Dice.Host", ["Attestation.Dice"] },
        { "Attestation.Formats", [] },
        { "Attestation.Tpm", [] },
        { "Attestation.Appraisal", ["Attestation.Formats", "Attestation.Tpm"] },
        { "Attestation.Verifier", ["Attestation.Appraisal", "Attestation.Formats", "Attestation.Tpm"] },
        { "Attestation.Cli", ["Attestation.Appraisal", "Attestation.Formats", "Attestation.Tpm"] },
        { "Attestation.RelyingParty", ["Attestation.Formats"] },
        { "Attestation.Gate", ["Attestation.Formats", "Attestation.RelyingParty"] },
        { "Attestation.NodeAgent", ["Attestation.Device", "Attestation.Dice", "Attestation.Dice.Host", "Attestation.Formats", "Attestation.Tpm"] },
        { "Attestation.Factory", ["Attestation.Dice", "Attestation.Dice.Host", "Attestation.Formats", "Attestation.Tpm"] },
        { "Attestation.Simulator", ["Attestation.Device", "Attestation.Dice", "Attestation.Dice.Host", "Attestation.Factory", "Attestation.Formats", "Attestation.Tpm"] },
    };

    /// <summary>What only nanoFramework builds.</summary>
    public static TheoryData<string, string[]> BoardTable => new()
    {
        { "Attestation.Device.Board", ["Attestation.Device", "Attestation.Dice"] },
        { "Attestation.Device.Board.Http", ["Attestation.Device", "Attestation.Dice"] },
        { "Attestation.Device.SampleApplication", ["Attestation.Device", "Attestation.Device.Board.Http", "Attestation.Dice"] },
        { "Attestation.Device.ResidentProgram", ["Attestation.Device", "Attestation.Device.Board", "Attestation.Dice"] },
    };

    [Theory]
    [MemberData(nameof(BoardTable))]
    public void BoardGlueReferencesOnlyItsNeighbours(string project, string[] mayKnow)
    {
        NanoBuild build = NanoCompiler.Build(project);
        Assert.Equal("", build.Errors);
        Assert.Subset(mayKnow.ToHashSet(), AssembliesNamedBy(build.Assembly).Where(NanoCompiler.Projects.ContainsKey).ToHashSet());
    }

    [Fact]
    public void EveryBoardProjectStandsInTheTable() => Assert.Equal(NanoCompiler.BoardOnly.Order(), BoardTable.Select(row => (string)row[0]).Order());

    [Theory]
    [MemberData(nameof(Table))]
    public void AProjectFileReferencesOnlyItsNeighbours(string project, string[] mayKnow)
    {
        Assert.Subset(mayKnow.ToHashSet(), House.Named(project).References.ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void ACompiledAssemblyNamesOnlyItsNeighbours(string project, string[] mayKnow)
    {
        var allowed = mayKnow.Select(name => House.Named(name).AssemblyName).ToHashSet();
        var ours = House.Projects.Select(p => p.AssemblyName).ToHashSet();
        var named = AssembliesNamedBy(House.Named(project).AssemblyPath).Where(ours.Contains).ToHashSet();
        Assert.Subset(allowed, named);
    }

    [Fact]
    public void EveryProjectOutsideTestsStandsInTheTable()
    {
        var listed = Table.Select(row => (string)row[0]).ToHashSet();
        Assert.Equal(House.Projects.Where(p => p.Room != "tests").Select(p => p.Name).Order(), listed.Order());
    }

    [Fact]
    public void TheVerifierNeverReferencesFirmwareOrSimulator()
    {
        string[] verifiers = [.. House.Projects.Where(p => p.Room == "verifier").Select(p => p.Name)];
        Assert.NotEmpty(verifiers);
        foreach (string name in verifiers)
        {
            Assert.All(Reachable(name), p => Assert.DoesNotContain(p.Room, (string[])["firmware", "simulator"]));
        }
    }

    [Fact]
    public void NoProjectIsCalledAfterNothing()
    {
        string[] nothing = ["Common", "Core", "Shared", "Utils", "Abstractions"];
        Assert.All(House.Projects, p => Assert.DoesNotContain(p.Name.Split('.')[^1], nothing));
    }

    private static IEnumerable<Project> Reachable(string name)
    {
        var seen = new HashSet<string>();
        var open = new Queue<string>(House.Named(name).References);
        while (open.TryDequeue(out string? next))
        {
            if (!seen.Add(next))
                continue;
            Project project = House.Named(next);
            yield return project;
            foreach (string reference in project.References)
                open.Enqueue(reference);
        }
    }

    private static IEnumerable<string> AssembliesNamedBy(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        MetadataReader metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }
}
