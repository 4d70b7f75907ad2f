using Attestation.Factory.Lots;
using Attestation.Formats.Lots;
using Attestation.Formats.Reasons;

namespace Attestation.UnitTests.Factory.Lots;

public sealed class JournalTests
{
    private static readonly LotName Lot = new("lot", new byte[16], "Example Devices", "edge-1", "bench", 2, "p256");

    private static LotSession Session => new("station-1", "Operator", new byte[32], []);

    /// <summary>The power goes at every byte of every write: what was whole stays, the torn entry goes, and the lot goes on.</summary>
    [Fact]
    public void APowerCutAtAnyByteLosesTheTornEntryOnly()
    {
        using var folder = new TemporaryFolder();
        var ends = new List<long>();
        string journal = Path.Combine(folder["lot"], LotFolder.JournalName);
        using (LotFolder lot = Open(folder["lot"]))
        {
            ends.Add(new FileInfo(journal).Length);
            foreach (int number in Enumerable.Range(0, 6))
            {
                lot.Begin($"{number:x2}");
                ends.Add(new FileInfo(journal).Length);
                lot.Fail($"{number:x2}", LineReasons.LocksOpen, "");
                ends.Add(new FileInfo(journal).Length);
            }
        }
        byte[] whole = File.ReadAllBytes(journal);
        for (long length = ends[0]; length <= whole.Length; length++)
        {
            string path = folder[$"cut-{length}"];
            Directory.CreateDirectory(path);
            File.WriteAllBytes(Path.Combine(path, LotFolder.JournalName), whole[..(int)length]);
            int kept = ends.FindLastIndex(end => end <= length);
            using LotFolder lot = Open(path);
            Assert.True((lot.Standing.Failed, lot.Standing.Open) == (kept / 2, kept % 2), $"cut at {length}");
            Assert.Equal(length - ends[kept], lot.Standing.Sessions[^1].Repaired);
            Directory.Delete(path, recursive: true);
        }
    }

    [Theory]
    [InlineData("a byte of the first entry", 10)]
    [InlineData("a byte of its hash", 100)]
    public void AChangedByteInTheMiddleIsNoTornEntry(string description, int at)
    {
        using var folder = new TemporaryFolder();
        using (LotFolder lot = Open(folder["lot"]))
        {
            for (int i = 0; i < 400; i++)
                lot.Begin($"{i:x4}");
        }
        string journal = Path.Combine(folder["lot"], LotFolder.JournalName);
        byte[] bytes = File.ReadAllBytes(journal);
        bytes[at] ^= 1;
        File.WriteAllBytes(journal, bytes);
        Assert.True(Sample.Refusal(() => Open(folder["lot"])) == LineReasons.JournalBroken, description);
    }

    private static LotFolder Open(string path) => LotFolder.Open(path, Lot, Session, TimeProvider.System);
}
