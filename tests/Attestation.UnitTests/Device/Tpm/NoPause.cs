using Attestation.Device.Gpio;

namespace Attestation.UnitTests.Device.Tpm;

/// <summary>Waits for nothing.</summary>
internal sealed class NoPause : IPause
{
    public void Wait(int milliseconds)
    {
    }
}
