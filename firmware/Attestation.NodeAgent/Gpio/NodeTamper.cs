using Attestation.Device.Gpio;
using Attestation.NodeAgent.State;
using Attestation.Tpm.Transports.Kernel;

namespace Attestation.NodeAgent.Gpio;

/// <summary>The tamper input of a node, held until it is disposed, and its record in the state folder. A node without a record counts as opened until its owner says
/// otherwise: <c>attest-agent tamper --clear</c>.</summary>
public sealed class NodeTamper : IDisposable
{
    /// <summary>Name of the record: two files, tamper.0 and tamper.1.</summary>
    public const string RecordName = "tamper";

    private readonly GpioLine line;
    private readonly TamperInput input;

    private NodeTamper(GpioLine line, TamperInput input) => (this.line, this.input) = (line, input);

    /// <summary>Takes the line.</summary>
    /// <param name="pin">Where it is.</param>
    /// <param name="folders">Where the record is.</param>
    /// <param name="open">Opens a character device; null: the kernel's.</param>
    /// <param name="pause">Between samples; null: real time.</param>
    /// <exception cref="AgentException">There is no such line, or another program holds it.</exception>
    public static NodeTamper Open(GpioPin pin, AgentFolders folders, Func<string, IKernelDevice>? open = null, IPause? pause = null)
    {
        try
        {
            using IKernelDevice chip = (open ?? KernelDevice.Open)(pin.Address.Chip);
            GpioLine line = GpioLine.Input(chip, pin.Address.Line, pin.Pull);
            return new NodeTamper(line, new TamperInput(line, pin.IsActiveHigh, Record(folders), pause ?? new ThreadPause()));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw AgentException.Failed(
                $"The tamper input {pin} cannot be read: {e.Message}. Compare --tamper with gpioinfo; a running agent holds the line until it is stopped.", e);
        }
    }

    public static TamperRecord Record(AgentFolders folders) => new(new FolderStorage(folders.State), RecordName);

    /// <summary>Reads line and record, and remembers an opening.</summary>
    public bool IsTripped() => input.IsTripped();

    /// <summary>Forgets the openings, unless the case is open.</summary>
    public bool TryClear() => input.TryClear();

    /// <exception cref="IOException">The line is gone.</exception>
    public bool WaitForEdge(TimeSpan timeout) => line.WaitForEdge(timeout);

    public void Dispose() => line.Dispose();
}
