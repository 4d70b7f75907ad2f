using System.Security.Cryptography;
using Attestation.Dice.Primitives;

namespace Attestation.UnitTests.Dice.Primitives;

/// <summary>HMAC_DRBG against RFC 6979's published k (appendix A.2.5) and against the formula written with the base library's HMAC.</summary>
public sealed class HmacDrbgTests
{
    private const string PrivateKey = "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721";

    [Fact]
    public void First_candidate_is_the_k_of_RFC_6979_for_SHA_256()
    {
        byte[] k = First(new HmacSha256(), SHA256.HashData("sample"u8), 32);
        Assert.Equal("A6E3C57DD01ABE90086538398355DD4C3B17AA873382B0F24D6129493D8AAD60", Convert.ToHexString(k));
    }

    [Fact]
    public void First_candidate_is_the_k_of_RFC_6979_for_SHA_512()
    {
        byte[] k = First(new HmacSha512(), SHA512.HashData("sample"u8)[..32], 32);
        Assert.Equal("5FA81C63109BADB88C1F367B47DA606DA28CAD69AA22C4FE6AD7DF73A7173AA5", Convert.ToHexString(k));
    }

    [Theory]
    [InlineData("shorter than a block", 32)]
    [InlineData("exactly one block", 64)]
    [InlineData("three blocks, the last one cut", 150)]
    public void Later_candidates_follow_the_formula(string description, int length)
    {
        byte[] seed = new byte[32];
        new Random(90).NextBytes(seed);
        HmacDrbg drbg = new(new HmacSha512());
        drbg.Instantiate(seed);
        byte[] k = new byte[64], v = Enumerable.Repeat((byte)1, 64).ToArray();
        foreach (byte separator in new byte[] { 0, 1 })
        {
            k = HMACSHA512.HashData(k, (byte[])[.. v, separator, .. seed]);
            v = HMACSHA512.HashData(k, v);
        }

        for (int round = 0; round < 4; round++)
        {
            byte[] expected = [];
            while (expected.Length < length)
                expected = [.. expected, .. v = HMACSHA512.HashData(k, v)];
            byte[] actual = new byte[length];
            drbg.Generate(actual);
            Assert.True(expected.AsSpan(0, length).SequenceEqual(actual), $"{description}, round {round}");
            drbg.Advance();
            k = HMACSHA512.HashData(k, (byte[])[.. v, 0]);
            v = HMACSHA512.HashData(k, v);
        }
    }

    private static byte[] First(Hmac mac, byte[] digestModOrder, int length)
    {
        HmacDrbg drbg = new(mac);
        drbg.Instantiate([.. Convert.FromHexString(PrivateKey), .. digestModOrder]);
        byte[] candidate = new byte[length];
        drbg.Generate(candidate);
        return candidate;
    }
}
