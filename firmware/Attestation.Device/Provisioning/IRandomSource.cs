namespace Attestation.Device.Provisioning;

/// <summary>The random generator that a board's description vouches for (<c>random</c>). <c>System.Random</c> is none: on boards without a hardware
/// generator it repeats itself.</summary>
public interface IRandomSource
{
    /// <summary>Fills a part of an array.</summary>
    /// <returns>False when the hardware does not answer for its quality now; nothing in the array counts then.</returns>
    bool TryFill(byte[] buffer, int offset, int count);
}
