using System;

namespace Attestation.Dice.Primitives;

/// <summary>Numbers as arrays of 64-bit words, least significant first: conversions, range checks and masked operations, without branches on the
/// words.</summary>
internal static class WideWords
{
    /// <summary>All ones if <paramref name="word"/> is zero, else zero.</summary>
    internal static ulong ZeroMask(ulong word)
    {
        ulong nonZero = (word | (0UL - word)) >> 63;
        return nonZero - 1UL;
    }

    /// <summary>All ones if every word is zero.</summary>
    internal static ulong ZeroMask(ulong[] words)
    {
        ulong any = 0;
        for (int i = 0; i < words.Length; i++)
            any |= words[i];
        return ZeroMask(any);
    }

    /// <summary>All ones if <paramref name="a"/> is less than <paramref name="b"/>.</summary>
    internal static ulong LessMask(ulong[] a, ulong[] b)
    {
        ulong borrow = 0;
        for (int i = 0; i < a.Length; i++)
        {
            ulong x = a[i];
            ulong y = b[i];
            ulong d = x - y - borrow;
            borrow = ((~x & y) | (~(x ^ y) & d)) >> 63;
        }

        return 0UL - borrow;
    }

    /// <summary>value becomes minuend - value where <paramref name="mask"/> is all ones.</summary>
    internal static void SubtractFromIf(ulong mask, ulong[] minuend, ulong[] value)
    {
        ulong borrow = 0;
        for (int i = 0; i < value.Length; i++)
        {
            ulong x = minuend[i];
            ulong y = value[i];
            ulong d = x - y - borrow;
            borrow = ((~x & y) | (~(x ^ y) & d)) >> 63;
            value[i] = y ^ ((y ^ d) & mask);
        }
    }

    internal static void FromBigEndian(ulong[] words, byte[] from, int at)
    {
        for (int i = 0; i < words.Length; i++)
            words[i] = BigEndian.Read64(from, at + (8 * (words.Length - 1 - i)));
    }

    internal static void ToBigEndian(ulong[] words, byte[] to, int at)
    {
        for (int i = 0; i < words.Length; i++)
            BigEndian.Write64(words[i], to, at + (8 * (words.Length - 1 - i)));
    }

    internal static void FromLittleEndian(ulong[] words, byte[] from, int at)
    {
        for (int i = 0; i < words.Length; i++)
        {
            ulong word = 0;
            for (int j = 7; j >= 0; j--)
                word = (word << 8) | from[at + (8 * i) + j];
            words[i] = word;
        }
    }

    internal static void ToLittleEndian(ulong[] words, byte[] to, int at)
    {
        for (int i = 0; i < words.Length; i++)
        {
            ulong word = words[i];
            for (int j = 0; j < 8; j++)
            {
                to[at + (8 * i) + j] = (byte)word;
                word >>= 8;
            }
        }
    }

    internal static void Wipe(ulong[] words) => Array.Clear(words, 0, words.Length);
}
