using System;
using System.IO;
using Attestation.Device.Storage;

namespace Attestation.Device.Board.Storage;

/// <summary>A board's files below one folder of its file system, such as <c>I:\</c>.</summary>
/// <remarks>Each call opens and closes its file. littlefs keeps what a file held until it is closed, then all of the change is there or none of it,
/// and it makes, renames and removes files whole: a loss of power tears nothing. FAT (SD cards, and internal storage of some boards) promises neither, and
/// may lose other files of the card too: the slots of a release belong on littlefs.</remarks>
public sealed class FileStorage : IDeviceStorage
{
    private readonly string _root;

    /// <param name="root">Ends with the separator.</param>
    public FileStorage(string root) => _root = root;

    public int Size(string name)
    {
        try
        {
            string path = PathOf(name);
            if (!File.Exists(path))
                return -1;
            using (FileStream file = new FileStream(path, FileMode.Open, FileAccess.Read))
            {
                long length = file.Length;
                return length >= 0 && length <= int.MaxValue ? (int)length : -1;
            }
        }
        catch (Exception)
        {
            return -1;
        }
    }

    public bool TryRead(string name, int position, byte[] buffer, int offset, int count)
    {
        try
        {
            using (FileStream file = new FileStream(PathOf(name), FileMode.Open, FileAccess.Read))
            {
                return TrySeek(file, position) && TryFill(file, buffer, offset, count);
            }
        }
        catch (Exception)
        {
            return false;
        }
    }

    public bool TryWrite(string name, int position, byte[] buffer, int offset, int count)
    {
        try
        {
            string path = PathOf(name);
            if (position == 0)
                MakeFolderOf(path);
            using (FileStream file = new FileStream(path, position == 0 ? FileMode.OpenOrCreate : FileMode.Open, FileAccess.ReadWrite))
            {
                if (!TrySeek(file, position))
                    return false;
                file.Write(buffer, offset, count);
                file.Flush();
            }

            return true; // closed, and so kept: that may throw as well
        }
        catch (Exception)
        {
            return false;
        }
    }

    public bool TryDelete(string name)
    {
        try
        {
            string path = PathOf(name);
            if (File.Exists(path))
                File.Delete(path);
            return !File.Exists(path);
        }
        catch (Exception)
        {
            return false;
        }
    }

    /// <summary>To a place in the file or its end.</summary>
    private static bool TrySeek(FileStream file, int position)
    {
        long at = (uint)position;
        return position >= 0 && at <= file.Length && file.Seek(at, SeekOrigin.Begin) == at;
    }

    private static bool TryFill(FileStream file, byte[] buffer, int offset, int count)
    {
        while (count > 0)
        {
            int read = file.Read(buffer, offset, count);
            if (read <= 0)
                return false;
            offset += read;
            count -= read;
        }

        return true;
    }

    private static void MakeFolderOf(string path)
    {
        string folder = Path.GetDirectoryName(path);
        if (!Directory.Exists(folder))
            Directory.CreateDirectory(folder);
    }

    /// <summary>Names are <c>slot-a/app.pe</c>; folders of the file system have another separator.</summary>
    private string PathOf(string name)
    {
        char[] path = name.ToCharArray();
        for (int i = 0; i < path.Length; i++)
        {
            if (path[i] == '/')
                path[i] = Path.DirectorySeparatorChar;
        }

        return _root + new string(path);
    }
}
