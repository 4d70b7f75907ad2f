using System.Text.Json;

namespace Attestation.NodeAgent.State;

/// <summary>The status, replaced as a whole: a reader sees the old one or the new one. Anybody may read it; it holds no secret.</summary>
public static class StatusFile
{
    private const UnixFileMode Everybody =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <exception cref="IOException">The operating system did not let it.</exception>
    public static void Write(AgentFolders folders, StatusDocument status)
    {
        Directory.CreateDirectory(folders.Run);
        string temporary = $"{folders.Status}.{Environment.ProcessId}.part";
        File.Delete(temporary); // left by a run that was cut off
        using (var file = new FileStream(temporary, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Everybody }))
        {
            file.Write(JsonSerializer.SerializeToUtf8Bytes(status, StateJson.Default.StatusDocument));
            File.SetUnixFileMode(file.SafeFileHandle, Everybody); // the service's umask gives nobody anything
        }
        File.Move(temporary, folders.Status, overwrite: true);
    }

    /// <returns>Null where there is none.</returns>
    /// <exception cref="AgentException">There is one that says nothing.</exception>
    public static StatusDocument? Read(AgentFolders folders)
    {
        if (Keys.DurableFile.TryRead(folders.Status) is not { } content)
            return null;
        try
        {
            if (JsonSerializer.Deserialize(content, StateJson.Default.StatusDocument) is { Version: 1 } status)
                return status;
        }
        catch (JsonException)
        {
            // said below
        }
        throw AgentException.Failed($"{folders.Status} is damaged; the running agent writes it anew with its next attempt.");
    }
}
