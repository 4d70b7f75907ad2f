using System.Threading;

namespace Attestation.Device.Gpio;

/// <summary>Time as the operating system or the interpreter counts it.</summary>
public sealed class ThreadPause : IPause
{
    public void Wait(int milliseconds) => Thread.Sleep(milliseconds);
}
