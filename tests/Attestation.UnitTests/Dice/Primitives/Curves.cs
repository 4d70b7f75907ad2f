using System.Globalization;
using System.Numerics;

namespace Attestation.UnitTests.Dice.Primitives;

/// <summary>The NIST curves' numbers (SP 800-186 section 3.2.1), and scalars at which fixed-base code tends to go wrong.</summary>
internal static class Curves
{
    public static BigInteger Prime(int curve) => curve == 256
        ? Parse("FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF")
        : Parse("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFFFF0000000000000000FFFFFFFF");

    public static BigInteger Order(int curve) => curve == 256
        ? Parse("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551")
        : Parse("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973");

    public static BigInteger Parse(string hex) => BigInteger.Parse("0" + hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    public static byte[] Bytes(BigInteger value, int size)
    {
        byte[] minimal = value.ToByteArray(isUnsigned: true, isBigEndian: true), result = new byte[size];
        minimal.CopyTo(result, size - minimal.Length);
        return result;
    }

    /// <summary>Small scalars, powers of two and their neighbours, all of them negated too, and the two that make the comb's last addition a
    /// doubling.</summary>
    public static IEnumerable<BigInteger> EdgeScalars(int curve)
    {
        BigInteger n = Order(curve);
        HashSet<BigInteger> scalars = [];
        for (int i = 1; i <= 20; i++)
            scalars.Add(i);
        for (int j = 5; j < curve; j += 16)
            scalars.UnionWith([BigInteger.One << j, (BigInteger.One << j) - 1, (BigInteger.One << j) + 1]);
        foreach (BigInteger exceptional in ExceptionalEntries(curve))
            scalars.Add(2 * exceptional);
        return scalars.Concat(scalars.Select(d => n - d)).Where(d => d.Sign > 0 && d < n).Order();
    }

    /// <summary>Table values T (last sub-table) for which n - 2T has the very digits of -T at T's positions: there the sum so far equals the
    /// entry.</summary>
    public static IEnumerable<BigInteger> ExceptionalEntries(int curve)
    {
        int tooth = curve / 4, shift = 3 * tooth / 4;
        for (int entry = 0; entry < 8; entry++)
        {
            BigInteger value = BigInteger.One << ((3 * tooth) + shift);
            for (int i = 0; i < 3; i++)
                value += ((entry >> i) & 1) == 1 ? BigInteger.One << ((i * tooth) + shift) : -(BigInteger.One << ((i * tooth) + shift));
            BigInteger digits = (Order(curve) - (2 * value)) >> 1 | BigInteger.One << (curve - 1);
            bool matches = true;
            for (int i = 0; i < 4; i++)
                matches &= (digits >> ((i * tooth) + shift) & 1) == (i < 3 && ((entry >> i) & 1) == 0 ? 1 : 0);
            if (matches)
                yield return value;
        }
    }
}
