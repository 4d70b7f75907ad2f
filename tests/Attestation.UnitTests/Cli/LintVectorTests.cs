using System.Text.Json;
using System.Text.Json.Nodes;
using Attestation.Formats.Dice.Linting;

namespace Attestation.UnitTests.Cli;

/// <summary>tests/vectors/dice-lint: a file for every rule of the linter, with that defect and no other, as <c>attest inspect</c> sees it.</summary>
public sealed class LintVectorTests
{
    private static readonly string Folder = Path.Combine(PublicVectors.RepositoryRoot, "tests", "vectors", "dice-lint");

    private static readonly JsonElement[] Rows = [.. JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "expected.json"))).RootElement.EnumerateArray()];

    /// <summary>What the file is about, its name, and the rules that must be found: its own, and those that follow from it.</summary>
    public static TheoryData<string, string, string[]> Files
    {
        get
        {
            var data = new TheoryData<string, string, string[]>();
            foreach (JsonElement row in Rows)
                data.Add(row.GetProperty("about").GetString()!, row.GetProperty("file").GetString()!, [.. row.GetProperty("findings").EnumerateArray().Select(f => f.GetString()!)]);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void ExactlyItsDefectIsFound(string about, string file, string[] expected)
    {
        (int exit, JsonObject document) = Attest.Json("inspect", Path.Combine(Folder, file));
        Assert.True(exit == 0, $"{file} ({about}): {document}");
        string[] found = [.. (document["findings"]?.AsArray() ?? []).Select(f => f!["rule"]!.ToString()).Distinct().Order(StringComparer.Ordinal)];
        Assert.True(expected.SequenceEqual(found), $"{file} ({about}): {string.Join(", ", found)}, not {string.Join(", ", expected)}");
    }

    [Fact]
    public void EveryRuleHasItsFile()
    {
        string[] files = [.. Rows.Select(row => Path.GetFileNameWithoutExtension(row.GetProperty("file").GetString()!))];
        Assert.Empty(LintRules.All.Select(rule => rule.Id).Except(files));
        Assert.Empty(files.Where(file => !file.StartsWith("clean-", StringComparison.Ordinal)).Except(LintRules.All.Select(rule => rule.Id)));
        Assert.True(files.Count(file => file.StartsWith("clean-", StringComparison.Ordinal)) >= 6);
    }
}
