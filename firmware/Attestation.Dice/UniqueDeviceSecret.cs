namespace Attestation.Dice;

/// <summary>The UDS from what is burnt into a device. Open Profile for DICE, "Provisioning Scheme 2: Factory CA".</summary>
public static class UniqueDeviceSecret
{
    /// <summary>UDS = KDF(32, internal entropy, external entropy, "UDS").</summary>
    /// <param name="operations">Where hashing happens.</param>
    /// <param name="internalEntropy">At least 32 bytes that never leave the device.</param>
    /// <param name="externalEntropy">At least 32 bytes that the factory injected and forgot.</param>
    /// <param name="uds">Receives 32 bytes; all zeros after a failure.</param>
    public static DiceResult Derive(IDiceOperations operations, byte[] internalEntropy, byte[] externalEntropy, byte[] uds)
    {
        if (!IsLongEnough(internalEntropy) || !IsLongEnough(externalEntropy) || uds == null || uds.Length != DiceSizes.Cdi)
            return DiceResult.InvalidInput;
        DiceResult result = DiceResult.KdfFailed;
        try
        {
            if (operations.Kdf(internalEntropy, externalEntropy, DiceInfo.Uds, uds))
                result = DiceResult.Ok;
            return result;
        }
        finally
        {
            if (result != DiceResult.Ok)
                operations.Wipe(uds);
        }
    }

    private static bool IsLongEnough(byte[] entropy) => entropy != null && entropy.Length >= DiceSizes.Cdi;
}
