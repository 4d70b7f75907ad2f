using System.Diagnostics;
using System.Numerics;
using Attestation.Dice.Primitives;

namespace Attestation.UnitTests.Dice.Primitives;

/// <summary>The fixed-base tables recomputed from the curves' equations, the comb's one exceptional case enumerated, and the generator's output
/// compared.</summary>
public sealed class CombTests
{
    [Theory]
    [InlineData("P-256", 256)]
    [InlineData("P-384", 384)]
    public void Weierstrass_tables_hold_the_multiples_they_name(string description, int curve)
    {
        ulong[] table = curve == 256 ? P256Table.Words : P384Table.Words;
        BigInteger p = Curves.Prime(curve), r = BigInteger.One << (curve == 256 ? 261 : 392);
        AffineGroup group = AffineGroup.Weierstrass(curve);
        int words = curve / 64;
        Assert.Equal(4 * 8 * 2 * words, table.Length);
        foreach ((int sub, int entry, (BigInteger x, BigInteger y)) in group.CombEntries(curve))
        {
            Assert.True(Word(table, 2 * words, sub, entry, 0, words) == x * r % p, $"{description}: x of {sub}, {entry}");
            Assert.True(Word(table, 2 * words, sub, entry, words, words) == y * r % p, $"{description}: y of {sub}, {entry}");
        }
    }

    [Fact]
    public void The_edwards_table_holds_the_multiples_it_names()
    {
        AffineGroup group = AffineGroup.Edwards25519();
        Assert.Equal(4 * 8 * 12, Ed25519Table.Words.Length);
        foreach ((int sub, int entry, (BigInteger x, BigInteger y)) in group.CombEntries(256))
        {
            Assert.True(Word(Ed25519Table.Words, 12, sub, entry, 0, 4) == (y + x) % group.Prime, $"y + x of {sub}, {entry}");
            Assert.True(Word(Ed25519Table.Words, 12, sub, entry, 4, 4) == (y - x + group.Prime) % group.Prime, $"y - x of {sub}, {entry}");
            Assert.True(Word(Ed25519Table.Words, 12, sub, entry, 8, 4) == 2 * AffineGroup.D * x * y % group.Prime, $"2dxy of {sub}, {entry}");
        }
    }

    /// <summary>At each addition the sum so far is A = Σ ±2^j over known positions. It equals ± the entry T modulo n only if A = T + mn for a
    /// small m and A is
    /// such a sum: A + Σ2^j must be twice a subset sum of the positions.</summary>
    [Theory]
    [InlineData("P-256", 256)]
    [InlineData("P-384", 384)]
    public void Only_the_last_addition_can_meet_its_own_operand_and_for_one_odd_scalar(string description, int curve)
    {
        BigInteger n = Curves.Order(curve);
        List<BigInteger> scalars = [];
        foreach ((int round, int sub, BigInteger positions) in Additions(curve))
        {
            for (int signs = 0; signs < 16; signs++)
            {
                BigInteger entry = Enumerable.Range(0, 4).Aggregate(BigInteger.Zero, (sum, i) =>
                    sum + ((signs >> i & 1) == 1 ? BigInteger.One : -BigInteger.One) * (BigInteger.One << ((i * curve / 4) + (sub * curve / 16))));
                for (int m = -4; m <= 4; m++)
                {
                    BigInteger sum = entry + (m * n), twice = sum + positions;
                    if (BigInteger.Abs(sum) > positions || !twice.IsEven || ((twice >> 1) & ~positions) != 0)
                        continue;
                    Assert.True((round, sub) == (0, 3), $"{description}: round {round}, sub-table {sub}");
                    scalars.Add(sum + entry);
                }
            }
        }

        Assert.Equal(Curves.ExceptionalEntries(curve).Select(entry => n - (2 * entry)), scalars.Where(k => k.Sign > 0));
        Assert.Single(scalars, k => k.Sign > 0);
    }

    [Fact]
    public void The_committed_files_are_what_the_generator_writes()
    {
        string script = Path.Combine(PublicVectors.RepositoryRoot, "firmware", "tools", "generate-primitives.py");
        using Process python = Process.Start(new ProcessStartInfo("python3", [script, "--check"]) { RedirectStandardOutput = true })!;
        string output = python.StandardOutput.ReadToEnd();
        python.WaitForExit();
        Assert.True(python.ExitCode == 0, output);
    }

    /// <summary>Round, sub-table and the positions that the sum so far has digits at, for every addition after the first entry is loaded.</summary>
    private static IEnumerable<(int Round, int Sub, BigInteger Positions)> Additions(int curve)
    {
        int rounds = curve / 16;
        for (int round = rounds - 1; round >= 0; round--)
        {
            for (int sub = round == rounds - 1 ? 1 : 0; sub < 4; sub++)
            {
                BigInteger positions = 0;
                for (int earlier = round; earlier < rounds; earlier++)
                {
                    for (int other = 0; other < (earlier == round ? sub : 4); other++)
                    {
                        for (int tooth = 0; tooth < 4; tooth++)
                            positions |= BigInteger.One << ((tooth * curve / 4) + (other * rounds) + earlier - round);
                    }
                }

                yield return (round, sub, positions);
            }
        }
    }

    private static BigInteger Word(ulong[] table, int entryWords, int sub, int entry, int from, int count) =>
        Enumerable.Range(0, count).Aggregate(BigInteger.Zero, (sum, i) => sum + (new BigInteger(table[(((sub * entryWords) + from + i) * 8) + entry]) << (64 * i)));
}
