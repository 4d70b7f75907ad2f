using System.Numerics;
using System.Security.Cryptography;
using Attestation.Dice.Primitives;

namespace Attestation.UnitTests.Dice.Primitives;

/// <summary>Signatures made so that verification meets every special case of point addition; each verdict is compared with the .NET base
/// library's.</summary>
public sealed class EcdsaCraftedTests
{
    private static readonly BigInteger PrivateKey = 0x1234567;

    [Theory]
    [InlineData("P-256: both halves are the same point, a doubling", 256, 1, true)]
    [InlineData("P-256: the halves cancel, infinity", 256, -1, false)]
    [InlineData("P-384: both halves are the same point, a doubling", 384, 1, true)]
    [InlineData("P-384: the halves cancel, infinity", 384, -1, false)]
    public void The_two_multiples_meet(string description, int curve, int sign, bool valid)
    {
        // z = ±r·d and u2·d = k/2: the sum (z/s)·G + (r/s)·Q is k·G or infinity
        BigInteger n = Curves.Order(curve), k = 0xABCDEF, r = X(curve, k) % n;
        BigInteger s = 2 * r * PrivateKey * BigInteger.ModPow(k, n - 2, n) % n, z = ((sign * r * PrivateKey % n) + n) % n;
        Compare(description, curve, z, r, s, valid);
    }

    [Theory]
    [InlineData("P-256: a digest of zeros", 256)]
    [InlineData("P-384: a digest of zeros", 384)]
    public void The_base_point_is_not_needed(string description, int curve)
    {
        BigInteger n = Curves.Order(curve), k = 0x77777, r = X(curve, k) % n;
        Compare(description, curve, 0, r, r * PrivateKey * BigInteger.ModPow(k, n - 2, n) % n, valid: true);
    }

    [Theory]
    [InlineData("P-256", 256)]
    [InlineData("P-384", 384)]
    public void Multiples_of_the_key_at_the_edges(string description, int curve)
    {
        BigInteger n = Curves.Order(curve);
        foreach (BigInteger u2 in new[] { 1, 2, 15, 16, 17, n - 1, n - 2, (n - 1) / 2, (n + 1) / 2 })
        {
            // R = G + u2·Q, so r = x(R), s = r/u2, z = s
            BigInteger k = (1 + (u2 * PrivateKey)) % n, r = X(curve, k) % n, s = r * BigInteger.ModPow(u2, n - 2, n) % n;
            Compare($"{description}: u2 = {u2}", curve, s, r, s, valid: true);
            Compare($"{description}: u2 = {u2}, s + 1", curve, s, r, (s + 1) % n, valid: false);
        }
    }

    private static void Compare(string description, int curve, BigInteger z, BigInteger r, BigInteger s, bool valid)
    {
        int size = curve / 8;
        byte[] d = Curves.Bytes(PrivateKey, size), digest = Curves.Bytes(z, size), rs = [.. Curves.Bytes(r, size), .. Curves.Bytes(s, size)];
        using ECDsa oracle = ECDsa.Create(new ECParameters { Curve = curve == 256 ? ECCurve.NamedCurves.nistP256 : ECCurve.NamedCurves.nistP384, D = d });
        Assert.True(oracle.VerifyHash(digest, rs) == valid, $"{description}: the base library");
        byte[] xy = PublicKey(curve, PrivateKey);
        Assert.True((curve == 256 ? P256.Verify(xy, digest, rs) : P384.Verify(xy, digest, rs)) == valid, description);
    }

    private static BigInteger X(int curve, BigInteger k) => new(PublicKey(curve, k).AsSpan(0, curve / 8), isUnsigned: true, isBigEndian: true);

    private static byte[] PublicKey(int curve, BigInteger d)
    {
        byte[] xy = new byte[curve / 4];
        Assert.True(curve == 256 ? P256.DerivePublicKey(Curves.Bytes(d, 32), xy) : P384.DerivePublicKey(Curves.Bytes(d, 48), xy));
        return xy;
    }
}
