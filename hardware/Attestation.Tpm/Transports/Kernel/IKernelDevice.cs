namespace Attestation.Tpm.Transports.Kernel;

/// <summary>An open character device of Linux that is spoken to by ioctl: the kernel's own, or a test's.</summary>
public interface IKernelDevice : IDisposable
{
    /// <summary>ioctl(2) with a pointer to a structure.</summary>
    /// <param name="request">Its number, with direction and size in it.</param>
    /// <param name="argument">The structure's bytes in the machine's order; the kernel may write into them.</param>
    /// <exception cref="IOException">The kernel refuses; the message has its words.</exception>
    void Control(uint request, byte[] argument);

    /// <summary>Waits until there is something to read, and reads it.</summary>
    /// <param name="buffer">For whole records.</param>
    /// <param name="timeout">Rounded up to milliseconds.</param>
    /// <returns>Number of bytes; 0 when the time has passed.</returns>
    /// <exception cref="IOException">The kernel refuses.</exception>
    int Read(byte[] buffer, TimeSpan timeout);

    /// <summary>A device that an ioctl of this one handed out as a file descriptor.</summary>
    IKernelDevice Adopt(int descriptor);
}
