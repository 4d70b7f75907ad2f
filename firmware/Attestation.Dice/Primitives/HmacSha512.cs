namespace Attestation.Dice.Primitives;

/// <summary>HMAC with SHA-512: 64 bytes of tag.</summary>
/// <remarks>References: RFC 2104; RFC 4231 (test cases).</remarks>
public sealed class HmacSha512 : Hmac
{
    public HmacSha512()
        : base(new Sha512(), new Sha512(), new Sha512())
    {
    }

    /// <summary>Writes the tag of <paramref name="count"/> bytes of <paramref name="data"/> under the whole of <paramref name="key"/>.</summary>
    public static void Mac(byte[] key, byte[] data, int offset, int count, byte[] tag, int tagOffset)
    {
        HmacSha512 mac = new HmacSha512();
        mac.SetKey(key, 0, key.Length);
        mac.Update(data, offset, count);
        mac.Finish(tag, tagOffset);
        mac.Wipe();
    }
}
