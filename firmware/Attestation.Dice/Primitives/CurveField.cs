namespace Attestation.Dice.Primitives;

/// <summary>The field of a curve: a prime field with the two subtractions that point formulas need.</summary>
internal abstract class CurveField : PrimeField
{
    protected CurveField(int words, FieldElement modulus, FieldElement one, FieldElement conversion, byte[] inversionExponent)
        : base(words, modulus, one, conversion, inversionExponent)
    {
    }

    /// <summary>first - second with carries and a partial reduction: the result is tight and below about 1.001 times the modulus' next power of two.
    /// Limbs of <paramref name="second"/> may be up to almost four times the limb size.</summary>
    internal abstract void Subtract(FieldElement result, FieldElement first, FieldElement second);

    /// <summary>first - second + a multiple of p, limb by limb. <paramref name="second"/> must be tight; limbs grow by up to two limb
    /// sizes.</summary>
    internal abstract void SubtractLoose(FieldElement result, FieldElement first, FieldElement second);

    /// <summary>All ones if the element is zero modulo p, else zero. The element becomes the plain number; <paramref name="words"/> is
    /// scratch.</summary>
    internal ulong ZeroMask(FieldElement value, ulong[] words)
    {
        Encode(value, words);
        ulong any = 0;
        for (int i = 0; i < Words; i++)
            any |= words[i];
        return WideWords.ZeroMask(any);
    }
}
