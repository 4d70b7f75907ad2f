using Attestation.Device.Board.Storage;
using Attestation.Device.Storage;

namespace Attestation.UnitTests.Device.Board;

/// <summary>A board's files, on the file system of this machine.</summary>
public sealed class FileStorageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FileStorage _storage;

    public FileStorageTests() => _storage = new FileStorage(_folder.Path + Path.DirectorySeparatorChar);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_written_in_pieces_and_read_back()
    {
        byte[] content = [.. Enumerable.Range(0, 3000).Select(i => (byte)((i * 7) & 0xFF))];
        for (int at = 0; at < content.Length; at += 1000)
            Assert.True(_storage.TryWrite("slot-a/app.pe", at, content, at, 1000));
        Assert.Equal(content.Length, _storage.Size("slot-a/app.pe"));
        byte[] read = new byte[1500];
        Assert.True(_storage.TryRead("slot-a/app.pe", 1400, read, 100, 1400));
        Assert.Equal(content[1400..2800], read[100..]);
        Assert.Equal(content, File.ReadAllBytes(Path.Combine(_folder.Path, "slot-a", "app.pe")));
    }

    [Fact]
    public void A_write_changes_only_what_it_covers()
    {
        Assert.True(_storage.TryWrite("f", 0, [1, 2, 3, 4, 5], 0, 5));
        Assert.True(_storage.TryWrite("f", 0, [9, 8], 0, 2));
        Assert.True(_storage.TryWrite("f", 4, [7, 6], 0, 2));
        Assert.Equal([9, 8, 3, 4, 7, 6], File.ReadAllBytes(Path.Combine(_folder.Path, "f")));
    }

    [Fact]
    public void What_is_not_there_is_refused_and_nothing_is_made()
    {
        Assert.Equal(-1, _storage.Size("none"));
        Assert.Equal(-1, _storage.Size("no-folder/none"));
        Assert.False(_storage.TryRead("none", 0, new byte[1], 0, 1));
        Assert.False(_storage.TryWrite("none", 1, [1], 0, 1));
        Assert.True(_storage.TryDelete("none"));
        Assert.True(_storage.TryDelete("no-folder/none"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Beyond_the_end_nothing_is_read_or_written()
    {
        Assert.True(_storage.TryWrite("f", 0, [1, 2, 3], 0, 3));
        Assert.False(_storage.TryRead("f", 1, new byte[3], 0, 3));
        Assert.False(_storage.TryWrite("f", 4, [1], 0, 1));
        Assert.Equal(3, _storage.Size("f"));
    }

    [Fact]
    public void A_folder_in_the_place_of_a_file_is_refused()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "f"));
        Assert.Equal(-1, _storage.Size("f"));
        Assert.False(_storage.TryRead("f", 0, new byte[1], 0, 1));
        Assert.False(_storage.TryWrite("f", 0, [1], 0, 1));
    }

    [Fact]
    public void A_deleted_file_is_gone()
    {
        Assert.True(_storage.TryWrite("slot-b/f", 0, [1], 0, 1));
        Assert.True(_storage.TryDelete("slot-b/f"));
        Assert.Equal(-1, _storage.Size("slot-b/f"));
    }

    [Fact]
    public void Records_live_on_it()
    {
        RecordedRollbackCounter counter = new(_storage, "rollback");
        Assert.False(counter.TryRead(out _));
        Assert.True(counter.TryCreate());
        Assert.True(counter.TryAdvance(7));
        Assert.True(new RecordedRollbackCounter(_storage, "rollback").TryRead(out ulong value));
        Assert.Equal(7UL, value);
    }
}
