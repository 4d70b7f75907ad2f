using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Attestation.Tpm.Transports.Kernel;

/// <summary>A character device under /dev.</summary>
public sealed class KernelDevice : IKernelDevice
{
    private const short PollIn = 1;
    private const int Interrupted = 4; // EINTR

    private readonly SafeFileHandle handle;
    private readonly string name;

    private KernelDevice(SafeFileHandle handle, string name) => (this.handle, this.name) = (handle, name);

    /// <summary>Opens a device for reading and writing.</summary>
    /// <exception cref="IOException">There is none.</exception>
    /// <exception cref="UnauthorizedAccessException">The user may not.</exception>
    public static KernelDevice Open(string path) => new(File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite), path);

    public void Control(uint request, byte[] argument)
    {
        if (Repeated(() => ioctl(handle, request, argument)) < 0)
            throw Refused();
    }

    public int Read(byte[] buffer, TimeSpan timeout)
    {
        var wanted = new PollDescriptor { Descriptor = (int)handle.DangerousGetHandle(), Events = PollIn };
        int ready = Repeated(() => poll(ref wanted, 1, (int)Math.Ceiling(timeout.TotalMilliseconds)));
        if (ready < 0)
            throw Refused();
        if (ready == 0)
            return 0;
        int count = Repeated(() => (int)read(handle, buffer, (nuint)buffer.Length));
        return count < 0 ? throw Refused() : count;
    }

    public IKernelDevice Adopt(int descriptor) => new KernelDevice(new SafeFileHandle(descriptor, ownsHandle: true), name);

    public void Dispose() => handle.Dispose();

    private IOException Refused()
    {
        var error = new Win32Exception(Marshal.GetLastPInvokeError());
        return new IOException($"{name}: {error.Message}", error);
    }

    private static int Repeated(Func<int> call)
    {
        int result;
        do
            result = call();
        while (result < 0 && Marshal.GetLastPInvokeError() == Interrupted);
        return result;
    }

    // the C prototype ends in "...": on Linux a fixed argument is passed in the same way on x86-64, arm and arm64
    [DllImport("libc", SetLastError = true)]
    private static extern int ioctl(SafeFileHandle descriptor, nuint request, byte[] argument);

    [DllImport("libc", SetLastError = true)]
    private static extern nint read(SafeFileHandle descriptor, byte[] buffer, nuint count);

    [DllImport("libc", SetLastError = true)]
    private static extern int poll(ref PollDescriptor descriptors, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
