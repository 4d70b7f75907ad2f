using Attestation.Device.Storage;

namespace Attestation.UnitTests.Device.Storage;

/// <summary>Records and the counter kept in one, with the power cut at every change and in every way.</summary>
public sealed class TwinRecordTests
{
    public static TheoryData<Tear> Tears => [.. Enum.GetValues<Tear>()];

    [Fact]
    public void What_was_written_last_is_read()
    {
        var record = new TwinRecord(new TornStorage(), "state");
        Assert.False(record.TryRead(out byte[]? content));
        Assert.Null(content);
        for (byte i = 0; i < 5; i++)
        {
            Assert.True(record.TryWrite([i]));
            Assert.True(record.TryRead(out content));
            Assert.Equal([i], content);
        }

        Assert.True(record.TryWrite(new byte[TwinRecord.LargestContent]));
        Assert.False(record.TryWrite(new byte[TwinRecord.LargestContent + 1]));
        Assert.False(record.TryWrite(null));
    }

    /// <summary>Two cuts in a row, each at every change of a write: the old content or the new one is there, and the next write succeeds.</summary>
    [Theory]
    [MemberData(nameof(Tears))]
    public void Power_may_go_at_every_change(Tear tear)
    {
        byte[] old = [1, 2, 3], next = [4, 5, 6, 7];
        int perWrite = ChangesOf(old, next), cuts = 0;
        for (int first = 0; first < perWrite; first++)
        {
            for (int second = 0; second < perWrite; second++, cuts++)
            {
                var storage = new TornStorage();
                var record = new TwinRecord(storage, "state");
                Assert.True(record.TryWrite([0]) && record.TryWrite(old));
                Cut(storage, record, next, first, tear);
                Assert.True(record.TryRead(out byte[] content));
                Assert.True(content.SequenceEqual(old) || content.SequenceEqual(next));
                Cut(storage, record, next, second, tear);
                Assert.True(record.TryRead(out content));
                Assert.True(content.SequenceEqual(old) || content.SequenceEqual(next));
                Assert.True(record.TryWrite(next) && record.TryRead(out content));
                Assert.Equal(next, content);
            }
        }

        Assert.Equal(perWrite * perWrite, cuts);
        Assert.Equal(2, perWrite);
    }

    [Fact]
    public void A_changed_bit_is_noticed_everywhere()
    {
        var storage = new TornStorage();
        var record = new TwinRecord(storage, "state");
        Assert.True(record.TryWrite([1, 2, 3]));
        byte[] file = new byte[storage.Size("state.0")];
        Assert.True(storage.TryRead("state.0", 0, file, 0, file.Length));
        for (int bit = 0; bit < file.Length * 8; bit++)
        {
            byte[] changed = [.. file];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.True(storage.TryWrite("state.0", 0, changed, 0, changed.Length));
            Assert.False(record.TryRead(out _));
        }
    }

    [Theory]
    [MemberData(nameof(Tears))]
    public void The_counter_never_falls(Tear tear)
    {
        for (int cut = 0; cut < 2; cut++)
        {
            var storage = new TornStorage();
            var counter = new RecordedRollbackCounter(storage, "rollback");
            Assert.False(counter.TryRead(out _));
            Assert.False(counter.TryAdvance(1));
            Assert.True(counter.TryCreate() && counter.TryAdvance(5) && counter.TryAdvance(4) && counter.TryCreate());
            storage.PowerOn();
            (storage.CutAt, storage.Tear) = (cut, tear);
            Assert.False(counter.TryAdvance(ulong.MaxValue));
            storage.PowerOn();
            Assert.True(counter.TryRead(out ulong value) && value is 5 or ulong.MaxValue);
            Assert.True(counter.TryAdvance(ulong.MaxValue) && counter.TryRead(out value));
            Assert.Equal(ulong.MaxValue, value);
        }
    }

    private static int ChangesOf(byte[] old, byte[] next)
    {
        var storage = new TornStorage();
        var record = new TwinRecord(storage, "state");
        Assert.True(record.TryWrite(old));
        storage.PowerOn();
        Assert.True(record.TryWrite(next));
        return storage.Changes;
    }

    private static void Cut(TornStorage storage, TwinRecord record, byte[] content, int at, Tear tear)
    {
        storage.PowerOn();
        (storage.CutAt, storage.Tear) = (at, tear);
        Assert.False(record.TryWrite(content));
        storage.PowerOn();
    }
}
