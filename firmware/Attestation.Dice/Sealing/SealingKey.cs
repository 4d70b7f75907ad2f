namespace Attestation.Dice.Sealing;

/// <summary>Keys that only this device, under the same authority, mode and hidden inputs, can derive again. Open Profile for DICE, "CDI
/// Values" (sealing);
/// they survive an update of the code. The profile leaves the derivation of a key from CDI_Seal open: here KDF(n, CDI_Seal, label,
/// "Sealing Key").</summary>
public static class SealingKey
{
    /// <param name="operations">The crypto.</param>
    /// <param name="cdiSeal">32 bytes; not wiped.</param>
    /// <param name="label">What the key is for; different labels give independent keys.</param>
    /// <param name="key">Receives 16 to 64 bytes; all zeros after a failure.</param>
    public static DiceResult Derive(IDiceOperations operations, byte[] cdiSeal, byte[] label, byte[] key)
    {
        if (cdiSeal == null || cdiSeal.Length != DiceSizes.Cdi || label == null || !IsKeySize(key))
            return DiceResult.InvalidInput;
        DiceResult result = DiceResult.KdfFailed;
        try
        {
            if (operations.Kdf(cdiSeal, label, DiceInfo.SealingKey, key))
                result = DiceResult.Ok;
            return result;
        }
        finally
        {
            if (result != DiceResult.Ok)
                operations.Wipe(key);
        }
    }

    /// <summary>128 to 512 bits.</summary>
    internal static bool IsKeySize(byte[] key) => key != null && key.Length >= 16 && key.Length <= 64;
}
