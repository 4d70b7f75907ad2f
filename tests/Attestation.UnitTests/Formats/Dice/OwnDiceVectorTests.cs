namespace Attestation.UnitTests.Formats.Dice;

public sealed class OwnDiceVectorTests
{
    public static TheoryData<string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (OwnVector vector in OwnDiceVectors.All)
                rows.Add(vector.About, vector.File);
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void EveryDefectHasExactlyItsReasons(string description, string file)
    {
        OwnVector vector = OwnDiceVectors.All.Single(v => v.File == file);
        var (refused, reasons, notes) = OwnDiceVectors.Run(vector);
        Assert.True(vector.Refused == refused, $"{description}: {refused ?? "read"}");
        Assert.Equal(vector.Reasons, reasons);
        Assert.Equal(vector.Notes, notes);
    }

    [Fact]
    public void EveryChainOfTheFolderIsExpected() =>
        Assert.Equal(Directory.GetFiles(OwnDiceVectors.Folder).Where(f => f.EndsWith(".chain", StringComparison.Ordinal) || f.EndsWith(".request", StringComparison.Ordinal)).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal),
            OwnDiceVectors.All.Select(v => v.File).Order(StringComparer.Ordinal));
}
