using Attestation.Factory.Lots;
using Attestation.Formats.Lots;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Factory.Files;

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

    [Fact]
    public void TheNameOfANewJournalIsFlushed()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["lot"]);
        using var events = new FolderEvents(folder["lot"]);
        Open(folder["lot"]).Dispose();
        Assert.Equal([LotFolder.JournalName, FolderEvents.Opened], events.Take()[^2..]);
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

    /// <summary>A torn tail is the beginning of what one append writes. Every bit of the last entries, lengths and hashes included, turned over, is none.</summary>
    [Fact]
    public void AChangedBitAnywhereIsDamageAndNeverATornTail()
    {
        using var folder = new TemporaryFolder();
        using (LotFolder lot = Open(folder["lot"]))
        {
            lot.Begin("01");
            lot.Certify("01", new CertifiedDevice(new byte[32], new byte[300], new byte[200]));
            lot.Fail("01", LineReasons.LocksOpen, "debug-port");
        }
        string journal = Path.Combine(folder["lot"], LotFolder.JournalName);
        byte[] whole = File.ReadAllBytes(journal);
        for (int bit = 0; bit < whole.Length * 8; bit++)
        {
            byte[] changed = [.. whole];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(journal, changed);
            Assert.True(Sample.Refusal(() => Open(folder["lot"]).Dispose()) == LineReasons.JournalBroken, $"byte {bit / 8}, bit {bit % 8}");
            Assert.Equal(changed, File.ReadAllBytes(journal)); // nothing is cut off what is damaged
        }
    }

    [Theory]
    [InlineData("zeros", "00000000000000")]
    [InlineData("an impossible length", "7F")]
    [InlineData("an impossible length, whole", "00020000A3")]
    [InlineData("no map", "0000004081")]
    [InlineData("another first label", "00000040A302")]
    [InlineData("another hash before", "00000040A3015820FFFFFFFF")]
    [InlineData("text", "68656C6C6F")]
    public void WhatNoAppendWritesIsNoTornTail(string description, string tail)
    {
        using var folder = new TemporaryFolder();
        Open(folder["lot"]).Dispose();
        using (FileStream journal = File.Open(Path.Combine(folder["lot"], LotFolder.JournalName), FileMode.Append))
            journal.Write(Convert.FromHexString(tail));
        Assert.True(Sample.Refusal(() => Open(folder["lot"])) == LineReasons.JournalBroken, description);
    }

    private static LotFolder Open(string path) => LotFolder.Open(path, Lot, Session, TimeProvider.System);
}
