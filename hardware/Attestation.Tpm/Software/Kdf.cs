using System.Buffers.Binary;
using System.Text;
using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Software;

/// <summary>The key derivation functions of Part 1 clause 11.4.10.</summary>
public static class Kdf
{
    /// <summary>KDFa, SP 800-108 in counter mode: HMAC(key, counter | label | 0 | contextU | contextV | bits).</summary>
    /// <param name="hash">HMAC's hash.</param>
    /// <param name="key">The secret.</param>
    /// <param name="label">Without its terminating zero.</param>
    /// <param name="contextU">First context.</param>
    /// <param name="contextV">Second context.</param>
    /// <param name="bits">Length of the result; where it is no multiple of 8, the surplus high bits of the first byte are zero.</param>
    public static byte[] KdfA(TpmAlgId hash, byte[] key, string label, byte[] contextU, byte[] contextV, int bits) =>
        Counted(bits, counter => TpmHash.Hmac(hash, key, U32(counter), Terminated(label), contextU, contextV, U32((uint)bits)));

    /// <summary>KDFe, SP 800-56A: H(counter | Z | use | 0 | partyU.x | partyV.x).</summary>
    /// <param name="hash">The hash.</param>
    /// <param name="z">x-coordinate of the shared point, padded to the field's size.</param>
    /// <param name="use">Label without its terminating zero.</param>
    /// <param name="partyU">x-coordinate of the ephemeral key.</param>
    /// <param name="partyV">x-coordinate of the static key.</param>
    /// <param name="bits">Length of the result, as in <see cref="KdfA"/>.</param>
    public static byte[] KdfE(TpmAlgId hash, byte[] z, string use, byte[] partyU, byte[] partyV, int bits) =>
        Counted(bits, counter => TpmHash.Compute(hash, U32(counter), z, Terminated(use), partyU, partyV));

    private static byte[] Counted(int bits, Func<uint, byte[]> block)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bits);
        var result = new byte[(bits + 7) / 8];
        int filled = 0;
        for (uint counter = 1; filled < result.Length; counter++)
        {
            byte[] next = block(counter);
            int take = Math.Min(next.Length, result.Length - filled);
            next.AsSpan(0, take).CopyTo(result.AsSpan(filled));
            filled += take;
        }
        if (bits % 8 != 0)
            result[0] &= (byte)((1 << (bits % 8)) - 1);
        return result;
    }

    private static byte[] U32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Terminated(string label) => [.. Encoding.ASCII.GetBytes(label), 0];
}
