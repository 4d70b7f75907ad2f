namespace Attestation.Dice.Primitives;

/// <summary>HMAC with SHA-256: 32 bytes of tag.</summary>
/// <remarks>References: RFC 2104; RFC 4231 (test cases).</remarks>
public sealed class HmacSha256 : Hmac
{
    public HmacSha256()
        : base(new Sha256(), new Sha256(), new Sha256())
    {
    }

    /// <summary>Writes the tag of <paramref name="count"/> bytes of <paramref name="data"/> under the whole of <paramref name="key"/>.</summary>
    public static void Mac(byte[] key, byte[] data, int offset, int count, byte[] tag, int tagOffset)
    {
        HmacSha256 mac = new HmacSha256();
        mac.SetKey(key, 0, key.Length);
        mac.Update(data, offset, count);
        mac.Finish(tag, tagOffset);
        mac.Wipe();
    }
}
