using System.Text.RegularExpressions;
using Attestation.Formats.Reasons;
using Attestation.Simulator.Faults;

namespace Attestation.UnitTests.Rules;

/// <summary>ARCHITECTURE.md, "Threats": what the table names exists, and no fault is missing from it.</summary>
public sealed partial class ThreatTableTests
{
    private static readonly string[][] Rows =
        [.. File.ReadAllText(Path.Combine(PublicVectors.RepositoryRoot, "ARCHITECTURE.md")).Split("## Threats")[1].Split('\n')
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Skip(1)
            .Select(line => line.Trim('|', ' ').Split('|'))];

    [Fact]
    public void EveryFaultStandsInTheTableWithItsReason()
    {
        Assert.True(Rows.Length > 15);
        foreach (Fault fault in FaultCatalogue.BuiltIn().All)
        {
            string[] row = Assert.Single(Rows, r => InCode(r[0]).Contains(fault.Name));
            Assert.Contains(fault.ExpectedReason, InCode(row[2]));
        }
    }

    [Fact]
    public void EveryReasonInTheTableExists() =>
        Assert.All(Rows.SelectMany(r => InCode(r[2])), id => Assert.True(ReasonTable.TryFind(id, out _), id));

    [Fact]
    public void EveryTestInTheTableExists()
    {
        string tests = Path.Combine(PublicVectors.RepositoryRoot, "tests");
        var files = House.Sources(tests).Select(Path.GetFileNameWithoutExtension).ToHashSet();
        Assert.All(Rows, row => Assert.NotEmpty(row[3].Trim()));
        foreach (string name in Rows.SelectMany(r => r[3].Split(',')).Select(n => n.Trim()))
            Assert.True(files.Contains(name) || Directory.Exists(Path.Combine(PublicVectors.RepositoryRoot, name)), $"no such test: {name}");
    }

    private static List<string> InCode(string cell) => [.. Code().Matches(cell).Select(m => m.Groups[1].Value)];

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
