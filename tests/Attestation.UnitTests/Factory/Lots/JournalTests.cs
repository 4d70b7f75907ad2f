using Attestation.Factory.Commands;
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

    [Fact]
    public void ASessionWithMoreReleasesThanReadersTakeIsRefusedBeforeItIsWritten()
    {
        using var folder = new TemporaryFolder();
        string journal = Path.Combine(folder["lot"], LotFolder.JournalName);
        LotFolder.Open(folder["lot"], Lot, WithReleases(64), TimeProvider.System).Dispose();
        byte[] before = File.ReadAllBytes(journal);

        Assert.Equal(FactoryReasons.WriteFailed, Sample.Refusal(() => LotFolder.Open(folder["lot"], Lot, WithReleases(65), TimeProvider.System)));
        Assert.Equal(FactoryReasons.WriteFailed, Sample.Refusal(() => LotFolder.Open(folder["new"], Lot, WithReleases(65), TimeProvider.System)));

        Assert.Equal(before, File.ReadAllBytes(journal));
        Assert.False(Directory.Exists(folder["new"]));
        using LotFolder again = Open(folder["lot"]);
        Assert.Equal([64, 0], again.Standing.Sessions.Select(s => s.Releases.Count));
        static string[] Options(int releases) => ["--release", .. Enumerable.Range(0, releases).Select(i => $"{i}.corim")];
        Assert.DoesNotContain(LineCommand.Build().Parse(Options(64)).Errors, e => e.Message.Contains("at most 64 files"));
        Assert.Contains(LineCommand.Build().Parse(Options(65)).Errors, e => e.Message.Contains("at most 64 files"));
    }

    [Theory]
    [InlineData("more releases than readers take", 65, 0)]
    [InlineData("longer than any entry", 0, 64 * 1024)]
    [InlineData("text that is no Unicode", 0, -1)]
    public void WhatDoesNotReadBackIsNotAppended(string description, int releases, int detail)
    {
        using var folder = new TemporaryFolder();
        using (Journal journal = Journal.Open(folder["journal"], (_, _, _) => { }))
        {
            journal.Append(new JournalEntry(JournalEntryKind.Opened) { Lot = Lot, Time = DateTimeOffset.UnixEpoch });
            var entry = new JournalEntry(JournalEntryKind.Session)
            {
                Time = DateTimeOffset.UnixEpoch,
                Session = WithReleases(releases),
                Detail = detail < 0 ? "\ud83d" : new string('x', detail),
            };
            Assert.True(Sample.Refusal(() => journal.Append(entry)) == FactoryReasons.WriteFailed, description);
            journal.Append(entry with { Session = Session, Detail = "" }); // nothing of the refused one stands before it
        }
        var kinds = new List<JournalEntryKind>();
        Journal.Open(folder["journal"], (_, entry, _) => kinds.Add(entry.Kind)).Dispose();
        Assert.Equal([JournalEntryKind.Opened, JournalEntryKind.Session], kinds);
    }

    [Theory]
    [InlineData("half of a character at the cut", 2)]
    [InlineData("half a character that came so", 1)]
    public void ADetailIsCutBetweenCharacters(string description, int units)
    {
        using var folder = new TemporaryFolder();
        using (LotFolder lot = Open(folder["lot"]))
        {
            lot.Begin("01");
            lot.Fail("01", LineReasons.LocksOpen, new string('x', 499) + "\U0001F600"[..units] + "more");
        }
        using LotFolder again = Open(folder["lot"]);
        Assert.True(again.Standing.Failed == 1, description);
    }

    private static LotSession WithReleases(int count) => Session with { Releases = [.. Enumerable.Repeat((ReadOnlyMemory<byte>)new byte[32], count)] };

    private static LotFolder Open(string path) => LotFolder.Open(path, Lot, Session, TimeProvider.System);
}
