using System.Security.Cryptography;
using Attestation.Factory;
using Attestation.Simulator.Worlds;

namespace Attestation.UnitTests.Simulator.Worlds;

public sealed class SeededEntropyTests
{
    [Fact]
    public void TheFirstBlockIsWhatTheCommentSays()
    {
        byte[] input = [.. "attest-sim\0"u8, 0, 0, 0, 0, 0, 0, 0, 5, .. "device a\0"u8, 0, 0, 0, 0, 0, 0, 0, 0];
        Assert.Equal(SHA512.HashData(input), new SeededEntropy(5).For("device a").Take(64));
    }

    [Theory]
    [InlineData("another purpose", 5ul, "device b")]
    [InlineData("another seed", 6ul, "device a")]
    [InlineData("a purpose that begins alike", 5ul, "device aa")]
    public void StreamsAreApart(string description, ulong seed, string purpose)
    {
        Assert.NotEqual(new SeededEntropy(5).For("device a").Take(64), new SeededEntropy(seed).For(purpose).Take(64));
    }

    [Fact]
    public void SmallReadsGiveTheSameStreamAsOneLargeOne()
    {
        EntropySource small = new SeededEntropy(5).For("x");
        byte[] pieces = [.. small.Take(1), .. small.Take(63), .. small.Take(65), .. small.Take(71)];
        Assert.Equal(new SeededEntropy(5).For("x").Take(200), pieces);
        Assert.Equal(200 / 64 + 1, pieces.Chunk(64).DistinctBy(Convert.ToHexString).Count());
    }
}
