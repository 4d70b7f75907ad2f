using Attestation.Factory.Files;
using Attestation.Formats.Reasons;

namespace Attestation.UnitTests.Factory.Files;

public sealed class AtomicFileTests
{
    [Fact]
    public void AnExistingFileStaysUnlessToldOtherwise()
    {
        using var folder = new TemporaryFolder();
        AtomicFile.Write(folder["a"], "first"u8, AtomicFile.Public);
        Assert.Equal(FactoryReasons.FileExists, Sample.Refusal(() => AtomicFile.Write(folder["a"], "second"u8, AtomicFile.Public)));
        Assert.Equal("first", File.ReadAllText(folder["a"]));
        AtomicFile.Write(folder["a"], "third"u8, AtomicFile.Public, overwrite: true);
        Assert.Equal("third", File.ReadAllText(folder["a"]));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void AFailedWriteLeavesNothing()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["a"]);
        Assert.Equal(FactoryReasons.WriteFailed, Sample.Refusal(() => AtomicFile.Write(folder["a"], "x"u8, AtomicFile.Public, overwrite: true)));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    /// <summary>A folder is flushed through a descriptor of its own, so it must be opened after the rename.</summary>
    [Fact]
    public void ANameIsFlushedAfterTheRename()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var folder = new TemporaryFolder();
        using var events = new FolderEvents(folder.Path);
        AtomicFile.Write(folder["a"], "x"u8, AtomicFile.Public);
        Assert.Equal(["a", FolderEvents.Opened], events.Take()[^2..]);
        AtomicFile.Write(folder["new/deep/b"], "x"u8, AtomicFile.Public);
        Assert.Equal(["new", FolderEvents.Opened], events.Take());
        using (var staged = new StagedFolder(folder["out"]))
        {
            staged.Write("c", "x"u8, AtomicFile.Public);
            staged.Commit();
        }
        Assert.Equal(["out", FolderEvents.Opened], events.Take()[^2..]);
    }

    [Fact]
    public void AFolderAppearsOnlyWhenCommitted()
    {
        using var folder = new TemporaryFolder();
        using (var abandoned = new StagedFolder(folder["out"]))
            abandoned.Write("a", "x"u8, AtomicFile.Public);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
        using (var finished = new StagedFolder(folder["out"]))
        {
            finished.Write("a", "x"u8, AtomicFile.Public);
            finished.Commit();
        }
        Assert.Equal("x", File.ReadAllText(folder["out/a"]));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }
}
