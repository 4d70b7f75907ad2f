namespace Attestation.NodeAgent.Keys;

/// <summary>Writes a file completely or not at all: into a temporary file beside it, flushed to the disk, then renamed. Only its owner may read it.</summary>
public static class DurableFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersFolder = OwnerOnly | UnixFileMode.UserExecute;

    /// <param name="path">Where it goes; its folder is made, for its owner alone, when absent.</param>
    /// <param name="content">All of it.</param>
    /// <exception cref="AgentException">The operating system did not let it.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        string temporary = $"{path}.{Environment.ProcessId}.part";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!, OwnersFolder);
            File.Delete(temporary); // left by a run that was cut off
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, UnixCreateMode = OwnerOnly };
            using (var file = new FileStream(temporary, options))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw AgentException.Failed($"{path} cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Removes a file or a link; one that is not there is gone already.</summary>
    /// <exception cref="AgentException">The operating system did not let it.</exception>
    public static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // nor is its folder there
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw AgentException.Failed($"{path} cannot be removed: {e.Message}", e);
        }
    }

    /// <summary>The content, or null where there is no such file.</summary>
    /// <exception cref="AgentException">It is there and cannot be read.</exception>
    public static byte[]? TryRead(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw AgentException.Failed($"{path} cannot be read: {e.Message}", e);
        }
    }
}
