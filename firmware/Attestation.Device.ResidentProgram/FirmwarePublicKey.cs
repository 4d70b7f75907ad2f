namespace Attestation.Device.ResidentProgram;

/// <summary>The key whose releases this device runs; firmware/tools/set-firmware-key.py writes this file from a PEM. As it is here, the key is nobody's: the
/// resident says refusal 5 (plan incomplete) and boots nothing.</summary>
internal static class FirmwarePublicKey
{
    /// <summary>P-256: x ‖ y, 64 bytes. Ed25519: 32 bytes. Null: nobody's.</summary>
    public static byte[] Bytes => null;
}
