using System.Numerics;
using Attestation.Dice.Primitives;

namespace Attestation.UnitTests.Dice.Primitives;

/// <summary>The unrolled fields against BigInteger, with limbs at the bounds that the point formulas reach and at random below them.</summary>
public sealed class FieldTests
{
    private const int Rounds = 400;

    public static TheoryData<string> Names => [.. Fields.All.Keys];

    public static TheoryData<string> CurveNames => [.. Fields.All.Where(entry => entry.Value.Field is CurveField).Select(entry => entry.Key)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Products_are_right_up_to_the_limb_bounds(string name)
    {
        FieldUnderTest f = Fields.All[name];
        Random random = new(1);
        FieldElement result = f.Field.NewElement();
        for (int round = 0; round < Rounds; round++)
        {
            FieldElement a = f.Sample(random, round, f.Field is CurveField ? 3UL : 1UL), b = f.Sample(random, round >> 2, 2);
            f.Field.Multiply(result, a, b);
            f.AssertTightAndEqual(f.Value(a) * f.Value(b) * f.InverseR, result, round);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Squares_are_right_up_to_the_limb_bounds(string name)
    {
        FieldUnderTest f = Fields.All[name];
        Random random = new(2);
        FieldElement result = f.Field.NewElement();
        for (int round = 0; round < Rounds; round++)
        {
            FieldElement a = f.Sample(random, round, f.Field is CurveField ? 2UL : 1UL);
            f.Field.Square(result, a);
            f.AssertTightAndEqual(f.Value(a) * f.Value(a) * f.InverseR, result, round);
        }
    }

    [Theory]
    [MemberData(nameof(CurveNames))]
    public void Differences_are_right_up_to_the_limb_bounds(string name)
    {
        FieldUnderTest f = Fields.All[name];
        CurveField field = (CurveField)f.Field;
        Random random = new(3);
        FieldElement result = field.NewElement();
        for (int round = 0; round < Rounds; round++)
        {
            FieldElement a = f.Sample(random, round, 3), b = f.Sample(random, round >> 2, 3), tight = f.Sample(random, round >> 2, 1);
            field.Subtract(result, a, b);
            f.AssertTightAndEqual(f.Value(a) - f.Value(b), result, round);
            field.SubtractLoose(result, a, tight);
            f.AssertEqual(f.Value(a) - f.Value(tight), result, round);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_operand_may_be_the_result(string name)
    {
        FieldUnderTest f = Fields.All[name];
        Random random = new(4);
        FieldElement a = f.Sample(random, 0, 1), b = f.Sample(random, 0, 1);
        BigInteger x = f.Value(a), y = f.Value(b);
        f.Field.Multiply(a, a, b);
        f.AssertTightAndEqual(x * y * f.InverseR, a, 0);
        f.Field.Multiply(b, b, b);
        f.AssertTightAndEqual(y * y * f.InverseR, b, 0);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Encoding_reduces_fully_and_decoding_comes_back(string name)
    {
        FieldUnderTest f = Fields.All[name];
        BigInteger top = BigInteger.One << (64 * f.Field.Words);
        foreach (BigInteger value in new[] { 0, 1, 19, f.Prime - 1, f.Prime, f.Prime + 1, top - 1, top / 3 }.Where(v => v < top))
        {
            ulong[] words = Words(value, f.Field.Words), encoded = new ulong[f.Field.Words];
            FieldElement element = f.Field.NewElement();
            f.Field.Decode(element, words, 0);
            f.Field.Encode(element, encoded);
            Assert.True(Words(value % f.Prime, f.Field.Words).SequenceEqual(encoded), $"{name}: {value}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_inverse_multiplies_to_one_and_zero_has_none(string name)
    {
        FieldUnderTest f = Fields.All[name];
        Random random = new(5);
        FieldElement a = f.Sample(random, 3, 1), inverse = f.Field.NewElement();
        f.Field.Invert(inverse, a);
        f.Field.Multiply(inverse, inverse, a);
        f.AssertEqual(f.Value(f.Field.One), inverse, 0);
        f.Field.Invert(inverse, f.Field.NewElement());
        f.AssertEqual(0, inverse, 0);
    }

    private static ulong[] Words(BigInteger value, int count) =>
        [.. Enumerable.Range(0, count).Select(i => (ulong)((value >> (64 * i)) & ulong.MaxValue))];
}
