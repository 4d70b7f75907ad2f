namespace Attestation.Device.Operations;

/// <summary>HMAC-SHA-512 (RFC 2104 with FIPS 180-4) that is not ours: native code of a board.</summary>
public interface IHmacSha512
{
    /// <summary>Fills the tag, 64 bytes. Keeps nothing of what it is given.</summary>
    /// <param name="key">Any length above 0.</param>
    /// <param name="message">Any length above 0.</param>
    /// <param name="tag">64 bytes.</param>
    /// <returns>False when this build of the interpreter has none, or it failed. It may throw instead.</returns>
    bool TryCompute(byte[] key, byte[] message, byte[] tag);
}
