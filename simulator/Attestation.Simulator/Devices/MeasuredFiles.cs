using Attestation.Device.Application;
using Attestation.Device.Boot;

namespace Attestation.Simulator.Devices;

/// <summary>Takes measured files as a board's loader does and runs nothing of them: <c>.pe</c> files are programs for the interpreter of nanoFramework, and
/// images of other kinds serve as well here. The application that a virtual board runs does nothing, and goes on doing it.</summary>
internal sealed class MeasuredFiles : ILayerLoader
{
    public bool TryLoad(string name, byte[] image) => image.Length > 0;

    public bool TryStart(DeviceIdentity device) => true;
}
