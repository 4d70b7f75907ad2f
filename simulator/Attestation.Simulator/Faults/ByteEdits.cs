namespace Attestation.Simulator.Faults;

/// <summary>Edits of encoded bytes that keep every length.</summary>
internal static class ByteEdits
{
    /// <summary>Puts <paramref name="new"/> wherever <paramref name="old"/> stands; both have the same length.</summary>
    /// <exception cref="InvalidOperationException">It stands nowhere: the attack would do nothing.</exception>
    public static byte[] Replace(byte[] bytes, ReadOnlySpan<byte> old, ReadOnlySpan<byte> @new)
    {
        byte[] edited = [.. bytes];
        int from = 0, at;
        while ((at = edited.AsSpan(from).IndexOf(old)) >= 0)
        {
            @new.CopyTo(edited.AsSpan(from + at));
            from += at + old.Length;
        }
        return from > 0 ? edited : throw new InvalidOperationException("there is nothing to replace");
    }

    public static byte[] FlipLastBit(byte[] bytes)
    {
        byte[] edited = [.. bytes];
        edited[^1] ^= 0x01;
        return edited;
    }
}
