namespace Attestation.Dice.Primitives;

/// <summary>HMAC with SHA-384: 48 bytes of tag.</summary>
/// <remarks>References: RFC 2104; RFC 4231 (test cases).</remarks>
public sealed class HmacSha384 : Hmac
{
    public HmacSha384()
        : base(new Sha384(), new Sha384(), new Sha384())
    {
    }

    /// <summary>Writes the tag of <paramref name="count"/> bytes of <paramref name="data"/> under the whole of <paramref name="key"/>.</summary>
    public static void Mac(byte[] key, byte[] data, int offset, int count, byte[] tag, int tagOffset)
    {
        HmacSha384 mac = new HmacSha384();
        mac.SetKey(key, 0, key.Length);
        mac.Update(data, offset, count);
        mac.Finish(tag, tagOffset);
        mac.Wipe();
    }
}
