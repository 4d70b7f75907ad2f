using System;
using System.Collections;
using Attestation.Device.Storage;

namespace Attestation.Device.SelfTest.Firmware;

/// <summary>Files in memory: what a self-test may write without touching the board's flash.</summary>
internal sealed class MemoryStorage : IDeviceStorage
{
    private readonly ArrayList _names = new ArrayList();
    private readonly ArrayList _files = new ArrayList();

    /// <summary>Every call that changes something fails.</summary>
    internal bool IsBroken { get; set; }

    public int Size(string name)
    {
        byte[] file = Find(name);
        return file == null ? -1 : file.Length;
    }

    public bool TryRead(string name, int position, byte[] buffer, int offset, int count)
    {
        byte[] file = Find(name);
        if (file == null || position + count > file.Length)
            return false;
        Array.Copy(file, position, buffer, offset, count);
        return true;
    }

    public bool TryWrite(string name, int position, byte[] buffer, int offset, int count)
    {
        byte[] old = Find(name);
        int size = old == null ? 0 : old.Length;
        if (IsBroken || position > size)
            return false;
        byte[] file = new byte[position + count > size ? position + count : size];
        if (old != null)
            Array.Copy(old, 0, file, 0, size);
        Array.Copy(buffer, offset, file, position, count);
        Put(name, file);
        return true;
    }

    public bool TryDelete(string name)
    {
        if (IsBroken)
            return false;
        Put(name, null);
        return true;
    }

    /// <summary>Makes or replaces a file; null removes it.</summary>
    internal void Put(string name, byte[] file)
    {
        for (int i = 0; i < _names.Count; i++)
        {
            if ((string)_names[i] != name)
                continue;
            _files[i] = file;
            return;
        }

        _names.Add(name);
        _files.Add(file);
    }

    /// <summary>The very bytes; null where there is no such file.</summary>
    internal byte[] Find(string name)
    {
        for (int i = 0; i < _names.Count; i++)
        {
            if ((string)_names[i] == name)
                return (byte[])_files[i];
        }

        return null;
    }
}
