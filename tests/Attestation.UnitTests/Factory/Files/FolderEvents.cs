using System.Runtime.InteropServices;
using System.Text;

namespace Attestation.UnitTests.Factory.Files;

/// <summary>What happens in a folder, in its order, as inotify(7) tells it: entries that appear, and that the folder itself is opened, which is how it is flushed.</summary>
internal sealed class FolderEvents : IDisposable
{
    public const string Opened = "the folder is opened";
    private const int NonBlocking = 0x800, CloseOnExec = 0x80000; // IN_NONBLOCK, IN_CLOEXEC
    private const uint Open = 0x20, MovedTo = 0x80, Created = 0x100, IsFolder = 0x40000000;
    private const int HeaderSize = 16; // wd, mask, cookie, len

    private readonly int _queue = inotify_init1(NonBlocking | CloseOnExec);

    public FolderEvents(string folder) => Assert.True(inotify_add_watch(_queue, folder, Open | MovedTo | Created) >= 0);

    /// <summary>Names of entries that appeared, and <see cref="Opened"/>, since the last call.</summary>
    public List<string> Take()
    {
        byte[] buffer = new byte[64 * 1024];
        nint length = read(_queue, buffer, buffer.Length);
        var events = new List<string>();
        for (int at = 0; at < length;)
        {
            uint mask = BitConverter.ToUInt32(buffer, at + 4);
            int room = BitConverter.ToInt32(buffer, at + 12);
            string name = Encoding.UTF8.GetString(buffer, at + HeaderSize, room).TrimEnd('\0');
            if (name.Length == 0 && (mask & (Open | IsFolder)) == (Open | IsFolder))
                events.Add(Opened);
            else if ((mask & (MovedTo | Created)) != 0)
                events.Add(name);
            at += HeaderSize + room;
        }
        return events;
    }

    public void Dispose() => _ = close(_queue);

    [DllImport("libc")]
    private static extern int inotify_init1(int flags);

    [DllImport("libc")]
    private static extern int inotify_add_watch(int queue, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint mask);

    [DllImport("libc")]
    private static extern nint read(int file, byte[] buffer, nint count);

    [DllImport("libc")]
    private static extern int close(int file);
}
