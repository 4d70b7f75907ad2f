using Attestation.NodeAgent.Evidence;

namespace Attestation.UnitTests.NodeAgent.Evidence;

/// <summary>Logs as files: there, absent in each of its ways, growing, and from an offset on.</summary>
public sealed class LogFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("one byte", 1)]
    [InlineData("one piece", 1 << 20)]
    [InlineData("one piece and a byte", (1 << 20) + 1)]
    [InlineData("three pieces", 3 << 20)]
    public void AWholeLogIsRead(string what, int size)
    {
        byte[] content = Pattern(size);
        File.WriteAllBytes(folder["log"], content);
        LogContent read = LogFile.Read(folder["log"], 4 << 20);
        Assert.True(read.Absence == Absence.None && read.ToArray().AsSpan().SequenceEqual(content), what);
    }

    [Fact]
    public void EachAbsenceHasItsNumber()
    {
        File.WriteAllBytes(folder["empty"], []);
        File.WriteAllBytes(folder["large"], new byte[101]);
        Assert.Equal(Absence.TurnedOff, LogFile.Read(null, 100).Absence);
        Assert.Equal(Absence.NotThere, LogFile.Read(folder["none"], 100).Absence);
        Assert.Equal(Absence.NotThere, LogFile.Read(folder["no/folder"], 100).Absence);
        Assert.Equal(Absence.NotReadable, LogFile.Read(folder.Path, 100).Absence);
        Assert.Equal(Absence.Empty, LogFile.Read(folder["empty"], 100).Absence);
        Assert.Equal(Absence.TooLarge, LogFile.Read(folder["large"], 100).Absence);
        Assert.Equal(Absence.None, LogFile.Read(folder["large"], 101).Absence);
    }

    /// <summary>/proc has files as securityfs has them: their length is said to be 0.</summary>
    [Fact]
    public void AFileThatSaysNoLengthIsReadToItsEnd()
    {
        Assert.Equal(0, new FileInfo("/proc/version").Length);
        Assert.Equal(File.ReadAllText("/proc/version"), System.Text.Encoding.UTF8.GetString(LogFile.Read("/proc/version", 1 << 20).ToArray()));
    }

    [Theory]
    [InlineData("from the start", 0, 0, 0)]
    [InlineData("from the middle", 40, 4, 40)]
    [InlineData("nothing new", 100, 10, 100)]
    [InlineData("another boot's list: shorter than the offset", 101, 11, 0)]
    [InlineData("an offset without entries", 40, 0, 0)]
    public void TheImaListBeginsWhereTheVerifierLeftOff(string what, long offset, long entries, int from)
    {
        byte[] list = Pattern(100);
        File.WriteAllBytes(folder["ima"], list);
        ImaContent read = LogFile.ReadIma(folder["ima"], new ImaStart(offset, entries), 1000);
        Assert.Equal((from, from == 0 ? 0 : entries), (read.Offset, read.Entries));
        Assert.True(read.Log.Absence == Absence.None && read.Log.ToArray().AsSpan().SequenceEqual(list.AsSpan(from)), what);
    }

    [Fact]
    public void OnlyWhatIsNewCountsAgainstTheLimit()
    {
        File.WriteAllBytes(folder["ima"], Pattern(100));
        Assert.Equal(Absence.TooLarge, LogFile.ReadIma(folder["ima"], ImaStart.Beginning, 60).Log.Absence);
        Assert.Equal(60, LogFile.ReadIma(folder["ima"], new ImaStart(40, 4), 60).Log.Length);
        Assert.Equal(Absence.TooLarge, LogFile.ReadIma(folder["ima"], new ImaStart(39, 4), 60).Log.Absence);
    }

    private static byte[] Pattern(int size)
    {
        var content = new byte[size];
        new Random(7).NextBytes(content);
        return content;
    }
}
