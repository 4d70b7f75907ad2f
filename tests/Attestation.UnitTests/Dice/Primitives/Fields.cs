using System.Numerics;
using Attestation.Dice.Primitives;

namespace Attestation.UnitTests.Dice.Primitives;

/// <summary>Every prime field of the firmware with the numbers a test compares it to.</summary>
internal static class Fields
{
    private static readonly BigInteger Order25519 = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493");

    public static IReadOnlyDictionary<string, FieldUnderTest> All { get; } = new Dictionary<string, FieldUnderTest>
    {
        ["P-256 field"] = new(P256Field.Instance, Curves.Prime(256), BigInteger.One << 261),
        ["P-256 order"] = new(P256Order.Instance, Curves.Order(256), BigInteger.One << 261),
        ["P-384 field"] = new(P384Field.Instance, Curves.Prime(384), BigInteger.One << 392),
        ["P-384 order"] = new(P384Order.Instance, Curves.Order(384), BigInteger.One << 392),
        ["edwards25519 field"] = new(Ed25519Field.Instance, BigInteger.Pow(2, 255) - 19, 1),
        ["edwards25519 order"] = new(Ed25519Order.Instance, Order25519, BigInteger.One << 261),
    };
}

/// <param name="Field">The implementation.</param>
/// <param name="Prime">Its modulus.</param>
/// <param name="R">The Montgomery factor, 1 where there is none.</param>
internal sealed record FieldUnderTest(PrimeField Field, BigInteger Prime, BigInteger R)
{
    private bool IsNine => Field.Words == 4;

    private int LimbBits => IsNine ? 29 : 28;

    private int LimbCount => IsNine ? 9 : 14;

    public BigInteger InverseR => BigInteger.ModPow(R, Prime - 2, Prime);

    public BigInteger Value(FieldElement element) =>
        Limbs(element).Select((limb, i) => new BigInteger(limb) << (LimbBits * i)).Aggregate(BigInteger.Zero, (sum, term) => sum + term);

    /// <summary>Limbs below size · 2^bits: all at the bound (kind 0), all zero (1), alternating (2), else random. The top limb stays below size
    /// times the prime's.</summary>
    public FieldElement Sample(Random random, int kind, ulong size)
    {
        ulong bound = (size << LimbBits) - 1, top = size * (ulong)(Prime >> (LimbBits * (LimbCount - 1)));
        ulong[] limbs = new ulong[LimbCount];
        for (int i = 0; i < LimbCount; i++)
        {
            ulong most = i == LimbCount - 1 ? top : bound;
            limbs[i] = (kind & 3, i & 1) switch { (0, _) => most, (1, _) => 0, (2, 0) => most, (2, _) => 0, _ => (ulong)random.NextInt64((long)most + 1) };
        }

        return Make(limbs);
    }

    public void AssertEqual(BigInteger expected, FieldElement actual, int round) =>
        Assert.True((expected - Value(actual)) % Prime == 0, $"round {round}: {Value(actual):x}");

    /// <summary>Equal modulo p; limbs within 2^14 of their size; below twice the prime's power of two.</summary>
    public void AssertTightAndEqual(BigInteger expected, FieldElement actual, int round)
    {
        AssertEqual(expected, actual, round);
        Assert.All(Limbs(actual), limb => Assert.True(limb < (1UL << LimbBits) + (1UL << 14), $"round {round}: limb {limb:x}"));
        Assert.True(Value(actual) < 2 * Prime, $"round {round}: {Value(actual):x}");
    }

    private static ulong[] Limbs(FieldElement element) => element switch
    {
        Limbs9 n => [n.L0, n.L1, n.L2, n.L3, n.L4, n.L5, n.L6, n.L7, n.L8],
        Limbs14 f => [f.L0, f.L1, f.L2, f.L3, f.L4, f.L5, f.L6, f.L7, f.L8, f.L9, f.L10, f.L11, f.L12, f.L13],
        _ => throw new ArgumentException(element.GetType().Name, nameof(element)),
    };

    private FieldElement Make(ulong[] l) => IsNine
        ? new Limbs9(l[0], l[1], l[2], l[3], l[4], l[5], l[6], l[7], l[8])
        : new Limbs14(l[0], l[1], l[2], l[3], l[4], l[5], l[6], l[7], l[8], l[9], l[10], l[11], l[12], l[13]);
}
