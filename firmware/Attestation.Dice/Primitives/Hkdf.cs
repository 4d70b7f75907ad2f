using System;

namespace Attestation.Dice.Primitives;

/// <summary>HKDF, extract and expand in one call. The Open Profile for DICE uses it with SHA-512 for every derivation.</summary>
/// <remarks>References: RFC 5869 section 2; Open Profile for DICE section "Layering details" (KDF).</remarks>
public static class Hkdf
{
    /// <summary>HKDF-SHA-512. Fills <paramref name="output"/>, at most 255 × 64 bytes.</summary>
    /// <returns>False, with nothing written, when the output is longer than the function can give.</returns>
    public static bool DeriveSha512(byte[] ikm, byte[] salt, byte[] info, byte[] output) =>
        Derive(new HmacSha512(), ikm, salt, info, output);

    /// <summary>HKDF-SHA-256. Fills <paramref name="output"/>, at most 255 × 32 bytes.</summary>
    /// <returns>False, with nothing written, when the output is longer than the function can give.</returns>
    public static bool DeriveSha256(byte[] ikm, byte[] salt, byte[] info, byte[] output) =>
        Derive(new HmacSha256(), ikm, salt, info, output);

    /// <summary>HKDF over any HMAC; the object is wiped afterwards and may be used again.</summary>
    /// <param name="mac">The HMAC of the wanted hash.</param>
    /// <param name="ikm">Input keying material, any length.</param>
    /// <param name="salt">Any length; empty means a block of zeros (RFC 5869 section 2.2).</param>
    /// <param name="info">Context, any length.</param>
    /// <param name="output">Filled from its start to its end.</param>
    /// <returns>False, with nothing written, when the output is longer than 255 tags.</returns>
    public static bool Derive(Hmac mac, byte[] ikm, byte[] salt, byte[] info, byte[] output)
    {
        if (output.Length > 255 * mac.Size)
            return false;
        byte[] block = new byte[mac.Size];
        try
        {
            Extract(mac, ikm, salt, block);
            Expand(mac, block, info, output);
        }
        finally
        {
            mac.Wipe();
            Array.Clear(block, 0, block.Length);
        }

        return true;
    }

    /// <summary>PRK = HMAC(salt, IKM).</summary>
    private static void Extract(Hmac mac, byte[] ikm, byte[] salt, byte[] prk)
    {
        mac.SetKey(salt, 0, salt.Length);
        mac.Update(ikm, 0, ikm.Length);
        mac.Finish(prk, 0);
    }

    /// <summary>T(i) = HMAC(PRK, T(i-1) ‖ info ‖ i), i from 1; T(0) is empty. <paramref name="block"/> brings PRK and then holds T(i).</summary>
    private static void Expand(Hmac mac, byte[] block, byte[] info, byte[] output)
    {
        byte[] counter = new byte[1];
        mac.SetKey(block, 0, block.Length);
        for (int done = 0; done < output.Length; done += block.Length)
        {
            if (done != 0)
                mac.Update(block, 0, block.Length);
            mac.Update(info, 0, info.Length);
            counter[0] = (byte)(counter[0] + 1);
            mac.Update(counter, 0, 1);
            mac.Finish(block, 0);
            int left = output.Length - done;
            Array.Copy(block, 0, output, done, left < block.Length ? left : block.Length);
        }
    }
}
