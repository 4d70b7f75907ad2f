using System.Numerics;

namespace Attestation.UnitTests.Dice.Primitives;

/// <summary>Affine point addition straight from the curves' equations (SP 800-186 sections 2.1.1 and 2.1.3), slow and obvious: the tables'
/// oracle.</summary>
internal sealed class AffineGroup
{
    private static readonly BigInteger P25519 = BigInteger.Pow(2, 255) - 19;

    private readonly bool _edwards;
    private readonly (BigInteger X, BigInteger Y) _base;

    private AffineGroup(BigInteger prime, bool edwards, BigInteger x, BigInteger y)
    {
        Prime = prime;
        _edwards = edwards;
        _base = (x, y);
    }

    /// <summary>d of edwards25519, -121665/121666.</summary>
    public static BigInteger D { get; } = Modulo(-121665 * BigInteger.ModPow(121666, P25519 - 2, P25519), P25519);

    public BigInteger Prime { get; }

    public static AffineGroup Weierstrass(int curve) => curve == 256
        ? new(Curves.Prime(256), false, Curves.Parse("6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296"),
            Curves.Parse("4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5"))
        : new(Curves.Prime(384), false,
            Curves.Parse("AA87CA22BE8B05378EB1C71EF320AD746E1D3B628BA79B9859F741E082542A385502F25DBF55296C3A545E3872760AB7"),
            Curves.Parse("3617DE4A96262C6F5D9E98BF9292DC29F8F41DBD289A147CE9DA3113B5F0B8C00A60B1CE1D7E819D7A431D7C90EA0E5F"));

    public static AffineGroup Edwards25519() => new(P25519, true,
        BigInteger.Parse("15112221349535400772501151409588531511454012693041857206046113283949847762202"),
        BigInteger.Parse("46316835694926478169428394003475163141307993866256225615783033603165251855960"));

    /// <summary>(2^(3d) ± 2^(2d) ± 2^d ± 1) · 2^(sd/4) times the base point for every sub-table s and entry, d a quarter of
    /// <paramref name="bits"/>.</summary>
    public IEnumerable<(int Sub, int Entry, (BigInteger X, BigInteger Y) Point)> CombEntries(int bits)
    {
        List<(BigInteger X, BigInteger Y)> powers = [_base];
        while (powers.Count < bits)
            powers.Add(Add(powers[^1], powers[^1]));
        for (int sub = 0; sub < 4; sub++)
        {
            for (int entry = 0; entry < 8; entry++)
            {
                (BigInteger, BigInteger) sum = powers[(3 * bits / 4) + (sub * bits / 16)];
                for (int tooth = 0; tooth < 3; tooth++)
                {
                    (BigInteger, BigInteger) term = powers[(tooth * bits / 4) + (sub * bits / 16)];
                    sum = Add(sum, (entry >> tooth & 1) == 1 ? term : Negate(term));
                }

                yield return (sub, entry, sum);
            }
        }
    }

    private static BigInteger Modulo(BigInteger value, BigInteger prime) => ((value % prime) + prime) % prime;

    private (BigInteger X, BigInteger Y) Negate((BigInteger X, BigInteger Y) p) => _edwards ? (Prime - p.X, p.Y) : (p.X, Prime - p.Y);

    private (BigInteger X, BigInteger Y) Add((BigInteger X, BigInteger Y) p, (BigInteger X, BigInteger Y) q)
    {
        if (_edwards)
        {
            BigInteger k = D * p.X * q.X * p.Y * q.Y;
            return (Divide((p.X * q.Y) + (p.Y * q.X), 1 + k), Divide((p.Y * q.Y) + (p.X * q.X), 1 - k));
        }

        BigInteger slope = p == q ? Divide((3 * p.X * p.X) - 3, 2 * p.Y) : Divide(q.Y - p.Y, q.X - p.X);
        BigInteger x = Modulo((slope * slope) - p.X - q.X, Prime);
        return (x, Modulo((slope * (p.X - x)) - p.Y, Prime));
    }

    private BigInteger Divide(BigInteger numerator, BigInteger denominator) =>
        Modulo(numerator * BigInteger.ModPow(Modulo(denominator, Prime), Prime - 2, Prime), Prime);
}
