using Attestation.Formats.Reasons;

namespace Attestation.Factory.Files;

/// <summary>Writes a file completely or not at all: into a temporary file in the same folder, flushed to the disk, then renamed. The new name is durable before
/// the call returns: what the file allows, such as fuses to be blown, may follow.</summary>
public static class AtomicFile
{
    /// <summary>Owner may read and write; nobody else anything. For keys and fuses.</summary>
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Owner writes, everybody reads. For certificates, CoRIMs and manifests.</summary>
    public const UnixFileMode Public = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <param name="path">Where the file goes; its folder is made when absent.</param>
    /// <param name="content">All of it.</param>
    /// <param name="mode">Permissions from the first byte on, so that a secret is never readable in between.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <exception cref="FactoryException"><c>factory.file-exists</c>, <c>factory.write-failed</c>.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, UnixFileMode mode, bool overwrite = false)
    {
        if (!overwrite && File.Exists(path))
            throw new FactoryException(FactoryReasons.FileExists, path);
        string temporary = $"{path}.{Environment.ProcessId}.{Guid.NewGuid():N}.part";
        try
        {
            string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            FolderSync.Create(folder);
            WriteDurably(temporary, content, mode);
            File.Move(temporary, path, overwrite);
            FolderSync.Flush(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(temporary);
            throw new FactoryException(FactoryReasons.WriteFailed, $"{path}: {e.Message}", e);
        }
    }

    private static void WriteDurably(string path, ReadOnlySpan<byte> content, UnixFileMode mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = mode;
        using var file = new FileStream(path, options);
        file.Write(content);
        file.Flush(flushToDisk: true);
    }
}
