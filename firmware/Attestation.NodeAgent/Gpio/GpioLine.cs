using Attestation.Device.Gpio;
using Attestation.Tpm.Transports.Kernel;

namespace Attestation.NodeAgent.Gpio;

/// <summary>One line of a GPIO chip, held until it is disposed. Levels are the line's own; which one is active is its user's business.</summary>
public sealed class GpioLine : IGpioInput, IGpioOutput, IDisposable
{
    private const int MostEvents = 16;
    private static readonly byte[] Consumer = "attest-agent"u8.ToArray();

    private readonly IKernelDevice line;

    private GpioLine(IKernelDevice line) => this.line = line;

    /// <summary>Takes a line as an input, with edges of both directions to wait for.</summary>
    /// <exception cref="IOException">There is no such line, or another program holds it.</exception>
    public static GpioLine Input(IKernelDevice chip, int offset, GpioPull pull)
    {
        ulong bias = pull switch { GpioPull.Up => GpioLayout.PullUp, GpioPull.Down => GpioLayout.PullDown, _ => GpioLayout.NoPull };
        byte[] request = Request(offset, GpioLayout.Input | GpioLayout.EdgeRising | GpioLayout.EdgeFalling | bias);
        return Take(chip, request);
    }

    /// <summary>Takes a line as an output that has a level from its first moment on.</summary>
    /// <exception cref="IOException">There is no such line, or another program holds it.</exception>
    public static GpioLine Output(IKernelDevice chip, int offset, bool isHigh)
    {
        byte[] request = Request(offset, GpioLayout.Output);
        Put32(request, GpioLayout.AttributeCountAt, 1);
        Put32(request, GpioLayout.FirstAttributeAt, GpioLayout.OutputValues);
        Put64(request, GpioLayout.FirstAttributeAt + GpioLayout.AttributeValueAt, isHigh ? 1u : 0);
        Put64(request, GpioLayout.FirstAttributeAt + GpioLayout.AttributeMaskAt, 1);
        return Take(chip, request);
    }

    public bool TryRead(out bool isHigh)
    {
        byte[] values = Values(isHigh: false);
        bool isRead = TryControl(GpioLayout.GetValues, values);
        isHigh = isRead && (values[BitConverter.IsLittleEndian ? 0 : 7] & 1) == 1;
        return isRead;
    }

    public bool TryWrite(bool isHigh) => TryControl(GpioLayout.SetValues, Values(isHigh));

    /// <summary>Waits for the next edge, and takes all that have gathered.</summary>
    /// <returns>False when none came in time.</returns>
    /// <exception cref="IOException">The line is gone.</exception>
    public bool WaitForEdge(TimeSpan timeout) => line.Read(new byte[GpioLayout.EventBytes * MostEvents], timeout) >= GpioLayout.EventBytes;

    public void Dispose() => line.Dispose();

    private static GpioLine Take(IKernelDevice chip, byte[] request)
    {
        chip.Control(GpioLayout.GetLine, request);
        int descriptor = BitConverter.ToInt32(request, GpioLayout.DescriptorAt);
        return descriptor >= 0 ? new GpioLine(chip.Adopt(descriptor)) : throw new IOException("the kernel gave no descriptor for a GPIO line");
    }

    private static byte[] Request(int offset, ulong flags)
    {
        var request = new byte[GpioLayout.RequestBytes];
        Put32(request, GpioLayout.OffsetsAt, (uint)offset);
        Consumer.CopyTo(request, GpioLayout.ConsumerAt);
        Put64(request, GpioLayout.FlagsAt, flags);
        Put32(request, GpioLayout.LineCountAt, 1);
        return request;
    }

    private static byte[] Values(bool isHigh)
    {
        var values = new byte[GpioLayout.ValuesBytes];
        Put64(values, 0, isHigh ? 1u : 0);
        Put64(values, GpioLayout.ValuesMaskAt, 1);
        return values;
    }

    private bool TryControl(uint request, byte[] argument)
    {
        try
        {
            line.Control(request, argument);
            return true;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return false;
        }
    }

    private static void Put32(byte[] bytes, int at, uint value) => BitConverter.TryWriteBytes(bytes.AsSpan(at), value);

    private static void Put64(byte[] bytes, int at, ulong value) => BitConverter.TryWriteBytes(bytes.AsSpan(at), value);
}
