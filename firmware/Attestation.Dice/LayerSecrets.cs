using System;

namespace Attestation.Dice;

/// <summary>The two secrets that a layer owns: CDI_Attest and CDI_Seal, 32 bytes each. The first layer has the UDS in place of
/// both.</summary>
public sealed class LayerSecrets
{
    /// <summary>Takes over both arrays; they are wiped with this object. Wrong lengths are refused by every step that is given
    /// them.</summary>
    public LayerSecrets(byte[] cdiAttest, byte[] cdiSeal)
    {
        CdiAttest = cdiAttest;
        CdiSeal = cdiSeal;
    }

    public byte[] CdiAttest { get; }

    public byte[] CdiSeal { get; }

    /// <summary>The secrets of the first layer. The UDS is copied; the caller wipes and latches his own.</summary>
    public static LayerSecrets FromUds(byte[] uds) => new LayerSecrets(Copy(uds), Copy(uds));

    /// <summary>True when both secrets are there and have 32 bytes.</summary>
    public bool IsValid() =>
        CdiAttest != null && CdiAttest.Length == DiceSizes.Cdi && CdiSeal != null && CdiSeal.Length == DiceSizes.Cdi;

    /// <summary>Overwrites both secrets, as far as they are there.</summary>
    public void Wipe(IDiceOperations operations)
    {
        if (CdiAttest != null)
            operations.Wipe(CdiAttest);
        if (CdiSeal != null)
            operations.Wipe(CdiSeal);
    }

    private static byte[] Copy(byte[] secret)
    {
        byte[] copy = new byte[secret.Length];
        Array.Copy(secret, 0, copy, 0, secret.Length);
        return copy;
    }
}
