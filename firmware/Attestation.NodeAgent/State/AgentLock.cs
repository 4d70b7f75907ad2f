namespace Attestation.NodeAgent.State;

/// <summary>An advisory lock (flock) on a file that stays; the system gives it back when the process ends, however it ends.</summary>
public sealed class AgentLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly FileStream file;

    private AgentLock(FileStream file) => this.file = file;

    /// <summary>Takes the lock of the keys, which others hold for seconds only.</summary>
    /// <exception cref="AgentException">Failed: another agent held it all the time.</exception>
    public static async Task<AgentLock> KeysAsync(AgentFolders folders, TimeSpan patience, CancellationToken cancellation) =>
        await TakeAsync(folders.KeysLock, patience, cancellation)
        ?? throw AgentException.Failed($"Another attest-agent uses the keys in {folders.State}.");

    /// <summary>Takes the lock of the join.</summary>
    /// <exception cref="AgentException">Failed: another agent held it all the time.</exception>
    public static async Task<AgentLock> JoinAsync(AgentFolders folders, TimeSpan patience, CancellationToken cancellation) =>
        await TakeAsync(folders.JoinLock, patience, cancellation)
        ?? throw AgentException.Failed($"Another attest-agent joins or renews with {folders.State}; try again when it is done.");

    /// <summary>Makes this process the one service of the folder.</summary>
    /// <exception cref="AgentException">Failed: there is one already.</exception>
    public static AgentLock Service(AgentFolders folders) => TryTake(folders.ServiceLock)
        ?? throw AgentException.Failed($"Another attest-agent runs on {folders.State}: one node has one agent. Stop it, or give this one a folder of its own with --state.");

    public void Dispose() => file.Dispose();

    private static async Task<AgentLock?> TakeAsync(string path, TimeSpan patience, CancellationToken cancellation)
    {
        for (TimeSpan waited = TimeSpan.Zero; ; waited += Pause)
        {
            AgentLock? taken = TryTake(path);
            if (taken is not null || waited >= patience)
                return taken;
            await Task.Delay(Pause, cancellation);
        }
    }

    /// <returns>Null where another process holds it.</returns>
    private static AgentLock? TryTake(string path)
    {
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!, owner | UnixFileMode.UserExecute);
            return new AgentLock(new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, UnixCreateMode = owner, BufferSize = 0,
            }));
        }
        catch (IOException e) when (e.HResult == WouldBlock && File.Exists(path))
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw AgentException.Failed($"{path} cannot be locked: {e.Message}", e);
        }
    }

    /// <summary>EWOULDBLOCK of Linux, as the base library hands it on from flock.</summary>
    private const int WouldBlock = 11;
}
