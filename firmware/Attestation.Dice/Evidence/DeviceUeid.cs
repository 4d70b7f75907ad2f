using Attestation.Dice.Primitives;

namespace Attestation.Dice.Evidence;

/// <summary>The device's UEID (RFC 9711 section 4.2.1), type RAND: 01 ‖ SHA-256(UDS public key), 33 bytes. A verifier can compute it
/// from the root of the chain.</summary>
public static class DeviceUeid
{
    public const int Size = 33;
    private const byte TypeRandom = 0x01;

    /// <param name="udsPublicKey">Raw: 32 bytes, or X ‖ Y.</param>
    public static byte[] FromUdsPublicKey(byte[] udsPublicKey)
    {
        byte[] ueid = new byte[Size];
        ueid[0] = TypeRandom;
        Sha256.Hash(udsPublicKey, 0, udsPublicKey.Length, ueid, 1);
        return ueid;
    }
}
