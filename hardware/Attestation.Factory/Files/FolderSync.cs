using System.Runtime.InteropServices;

namespace Attestation.Factory.Files;

/// <summary>Brings a folder's entries to the disk: a new or renamed file is only there after a power cut once its folder was flushed (POSIX fsync, rename).</summary>
internal static class FolderSync
{
    private const int ReadOnly = 0; // O_RDONLY
    private const int CloseOnExec = 0x80000; // O_CLOEXEC of Linux

    /// <summary>Makes a folder and those above it that are absent, each of them durably.</summary>
    /// <exception cref="IOException">There is a file in the way.</exception>
    public static void Create(string folder)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (Directory.Exists(full) || Path.GetDirectoryName(full) is not { } above)
            return;
        Create(above);
        Directory.CreateDirectory(full);
        Flush(above);
    }

    /// <summary>Does what the system can: Windows orders renames itself, and file systems without fsync of folders refuse harmlessly.</summary>
    public static void Flush(string folder)
    {
        if (!OperatingSystem.IsLinux())
            return;
        int handle = Open(folder, ReadOnly | CloseOnExec);
        if (handle < 0)
            return;
        _ = FSync(handle);
        _ = Close(handle);
    }

    [DllImport("libc", EntryPoint = "open")]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    private static extern int FSync(int handle);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int handle);
}
