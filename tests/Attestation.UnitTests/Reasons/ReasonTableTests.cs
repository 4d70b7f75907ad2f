using System.Reflection;
using System.Text.RegularExpressions;
using Attestation.Formats.Reasons;

namespace Attestation.UnitTests.Reasons;

public sealed partial class ReasonTableTests
{
    /// <summary>Reasons that only a running service can give; their producers are in the system tests.</summary>
    private static readonly string[] ServiceAreas = ["service", "session", "http", "enrolment", "feed", "revocation"];

    public static TheoryData<string> ProducedHere =>
        [.. ReasonTable.All.Where(r => !ServiceAreas.Contains(r.Area)).Select(r => r.Id)];

    [Theory]
    [MemberData(nameof(ProducedHere))]
    public void EveryReasonIsProducedBySomethingWrong(string id)
    {
        Assert.True(ReasonTable.TryFind(id, out ReasonCode reason));
        Assert.True(ReasonProducers.All.TryGetValue(reason, out var producer), $"{id} has no producer in ReasonProducers");
        Assert.Contains(reason, producer());
    }

    [Fact]
    public void EveryReasonFieldStandsInTheTable()
    {
        var declared = typeof(ReasonCode).Assembly.GetTypes()
            .SelectMany(t => t.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(f => f.FieldType == typeof(ReasonCode))
            .Select(f => (ReasonCode)f.GetValue(null)!)
            .ToHashSet();
        Assert.NotEmpty(declared);
        Assert.Equal(declared.Select(r => r.Id).Order(StringComparer.Ordinal), ReasonTable.All.Select(r => r.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EventIdsAreUniqueAndIdsAreDottedLowerCase()
    {
        Assert.Equal(ReasonTable.All.Count, ReasonTable.All.Select(r => r.EventId).Distinct().Count());
        Assert.All(ReasonTable.All, r => Assert.Matches(DottedId(), r.Id));
        Assert.All(ReasonTable.All, r => Assert.EndsWith(".", r.Sentence, StringComparison.Ordinal));
        Assert.All(ReasonTable.All, r => Assert.EndsWith(".", r.Remedy, StringComparison.Ordinal));
        Assert.All(ReasonTable.All, r => Assert.NotEmpty(r.Clause));
    }

    [Fact]
    public void TheReasonsPageIsTheTable()
    {
        string page = File.ReadAllText(Path.Combine(PublicVectors.RepositoryRoot, "docs", "reasons.md"));
        string expected = ReasonsPage.Render();
        if (Environment.GetEnvironmentVariable("ATTESTATION_WRITE_REASONS") == "1")
            File.WriteAllText(Path.Combine(PublicVectors.RepositoryRoot, "docs", "reasons.md"), expected);
        else
            Assert.Equal(expected, page);
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*(\\.[a-z0-9]+(-[a-z0-9]+)*)+$")]
    private static partial Regex DottedId();
}
