namespace Attestation.Dice.Primitives;

/// <summary>Arithmetic modulo a prime, on an internal form that the subclass chooses (Montgomery form, or the plain number). Constant time in all
/// values; the exponents of <see cref="Power"/> are public.</summary>
internal abstract class PrimeField
{
    private readonly FieldElement _conversion;
    private readonly byte[] _inversionExponent;

    /// <param name="words">64-bit words of an encoded number.</param>
    /// <param name="modulus">The prime, as plain limbs.</param>
    /// <param name="one">1 in the internal form.</param>
    /// <param name="conversion">What a plain number is multiplied by to get its internal form: R² modulo p, or 1.</param>
    /// <param name="inversionExponent">p - 2, big-endian (Fermat).</param>
    protected PrimeField(int words, FieldElement modulus, FieldElement one, FieldElement conversion, byte[] inversionExponent)
    {
        Words = words;
        Modulus = modulus;
        One = one;
        _conversion = conversion;
        _inversionExponent = inversionExponent;
    }

    /// <summary>64-bit words of an encoded number.</summary>
    internal int Words { get; }

    internal FieldElement Modulus { get; }

    /// <summary>1 in the internal form.</summary>
    internal FieldElement One { get; }

    internal abstract FieldElement NewElement();

    internal abstract void Multiply(FieldElement result, FieldElement first, FieldElement second);

    internal virtual void Square(FieldElement result, FieldElement first) => Multiply(result, first, first);

    /// <summary>From words, least significant first; a number at or above the modulus is taken modulo it.</summary>
    internal void Decode(FieldElement result, ulong[] words, int at)
    {
        result.Unpack(words, at);
        Multiply(result, result, _conversion);
    }

    /// <summary>To words, least significant first, fully reduced. The element itself becomes the plain number.</summary>
    internal void Encode(FieldElement value, ulong[] words)
    {
        Canonicalise(value);
        value.Pack(words);
    }

    /// <summary>base^(p-2), the inverse; zero stays zero.</summary>
    internal void Invert(FieldElement result, FieldElement value) => Power(result, value, _inversionExponent);

    /// <summary>value^exponent in sliding windows of up to four bits that begin and end with a one, so that only the eight odd powers are needed. Which
    /// of them is used, and when, depends on the exponent only, and that is public.</summary>
    /// <param name="exponent">Big-endian.</param>
    internal void Power(FieldElement result, FieldElement value, byte[] exponent)
    {
        FieldElement[] odd = new FieldElement[8];
        FieldElement square = NewElement();
        Square(square, value);
        odd[0] = NewElement();
        odd[0].CopyFrom(value);
        for (int i = 1; i < odd.Length; i++)
        {
            odd[i] = NewElement();
            Multiply(odd[i], odd[i - 1], square);
        }

        result.CopyFrom(One);
        for (int high = (8 * exponent.Length) - 1; high >= 0;)
        {
            int low = high;
            if (Bit(exponent, high) != 0)
                low = LowestOne(exponent, high < 3 ? 0 : high - 3);
            uint digit = 0;
            for (int at = high; at >= low; at--)
            {
                Square(result, result);
                digit = (digit << 1) | Bit(exponent, at);
            }

            if (digit != 0)
                Multiply(result, result, odd[(int)(digit >> 1)]);
            high = low - 1;
        }

        square.Wipe();
        for (int i = 0; i < odd.Length; i++)
            odd[i].Wipe();
    }

    /// <summary>Leaves the internal form and reduces to [0, p). In Montgomery form that is a product with the plain 1 (result at most p) and one
    /// subtraction.</summary>
    internal virtual void Canonicalise(FieldElement value)
    {
        ulong[] one = new ulong[Words];
        one[0] = 1;
        FieldElement plainOne = NewElement();
        plainOne.Unpack(one, 0);
        Multiply(value, value, plainOne);
        value.ReduceOnce(Modulus);
    }

    /// <summary>The first position from <paramref name="at"/> upwards that holds a one; there is one.</summary>
    private static int LowestOne(byte[] exponent, int at)
    {
        while (Bit(exponent, at) == 0)
            at++;
        return at;
    }

    private static uint Bit(byte[] exponent, int at)
    {
        uint octet = exponent[exponent.Length - 1 - (int)((uint)at >> 3)];
        return (octet >> (at & 7)) & 1;
    }
}
