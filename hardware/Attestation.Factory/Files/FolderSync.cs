using System.Runtime.InteropServices;

namespace Attestation.Factory.Lots;

/// <summary>Brings a folder's entries to the disk: a renamed file is only there after a power cut once its folder was flushed (POSIX fsync, rename).</summary>
internal static class FolderSync
{
    private const int ReadOnly = 0; // O_RDONLY

    /// <summary>Does what the system can: Windows orders renames itself, and file systems without fsync of folders refuse harmlessly.</summary>
    public static void Flush(string folder)
    {
        if (!OperatingSystem.IsLinux())
            return;
        int handle = Open(folder, ReadOnly);
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
