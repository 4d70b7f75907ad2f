namespace Attestation.Device.Gpio;

/// <summary>Lets time pass, in tests without passing any.</summary>
public interface IPause
{
    /// <param name="milliseconds">0 or more.</param>
    void Wait(int milliseconds);
}
