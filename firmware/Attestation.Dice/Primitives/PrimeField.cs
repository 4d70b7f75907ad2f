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

    /// <summary>value^exponent in windows of four bits. Which table entry is used depends on the exponent only, and that is public.</summary>
    /// <param name="exponent">Big-endian; the first byte is not zero.</param>
    internal void Power(FieldElement result, FieldElement value, byte[] exponent)
    {
        FieldElement[] powers = new FieldElement[16];
        powers[1] = NewElement();
        powers[1].CopyFrom(value);
        for (int i = 2; i < 16; i++)
        {
            powers[i] = NewElement();
            Multiply(powers[i], powers[i - 1], powers[1]);
        }

        result.CopyFrom(One);
        for (int i = 0; i < exponent.Length; i++)
        {
            uint octet = exponent[i];
            Window(result, powers, (int)(octet >> 4));
            Window(result, powers, (int)(octet & 15));
        }

        for (int i = 1; i < 16; i++)
            powers[i].Wipe();
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

    private void Window(FieldElement result, FieldElement[] powers, int digit)
    {
        Square(result, result);
        Square(result, result);
        Square(result, result);
        Square(result, result);
        if (digit != 0)
            Multiply(result, result, powers[digit]);
    }
}
