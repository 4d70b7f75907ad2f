using Attestation.Formats.Reasons;

namespace Attestation.Factory.Files;

/// <summary>A folder that appears complete or not at all: filled under a temporary name beside its place, then renamed.</summary>
public sealed class StagedFolder : IDisposable
{
    private readonly string _target;
    private readonly string _staging;

    /// <exception cref="FactoryException"><c>factory.file-exists</c> when <paramref name="target"/> is there and not empty; <c>factory.write-failed</c>.</exception>
    public StagedFolder(string target)
    {
        RefuseExisting(target);
        _target = Path.GetFullPath(target);
        _staging = $"{_target}.{Environment.ProcessId}.{Guid.NewGuid():N}.part";
        Attempt(() => FolderSync.Create(_staging));
    }

    /// <summary>For before the first step that takes long or asks a person.</summary>
    /// <exception cref="FactoryException"><c>factory.file-exists</c> when <paramref name="target"/> is there and not empty.</exception>
    public static void RefuseExisting(string target)
    {
        if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()))
            throw new FactoryException(FactoryReasons.FileExists, target);
    }

    /// <summary>Where a file of the folder stands until <see cref="Commit"/>.</summary>
    public string PathOf(string name) => Path.Combine(_staging, name);

    public void Write(string name, ReadOnlySpan<byte> content, UnixFileMode mode) =>
        AtomicFile.Write(PathOf(name), content, mode);

    /// <summary>Puts the folder in its place.</summary>
    public void Commit() => Attempt(() =>
    {
        if (Directory.Exists(_target))
            Directory.Delete(_target); // it was empty
        Directory.Move(_staging, _target);
        FolderSync.Flush(Path.GetDirectoryName(_target)!);
    });

    public void Dispose()
    {
        if (Directory.Exists(_staging))
            Directory.Delete(_staging, recursive: true);
    }

    private void Attempt(Action step)
    {
        try
        {
            step();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FactoryException(FactoryReasons.WriteFailed, $"{_target}: {e.Message}", e);
        }
    }
}
