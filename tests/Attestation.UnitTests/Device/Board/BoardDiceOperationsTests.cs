using Attestation.Device.Board.Operations;
using Attestation.Device.Operations;
using Attestation.Dice;

namespace Attestation.UnitTests.Device.Board;

/// <summary>Native HMAC where it is right, managed code where it is not: the keys are the same.</summary>
public sealed class BoardDiceOperationsTests
{
    private static readonly SoftwareDiceOperations Software = new();

    public static TheoryData<string, int, int, int, int> Sizes => new()
    {
        { "a CDI", 32, 64, 8, 32 },
        { "no salt", 32, 0, 8, 64 },
        { "no info", 32, 20, 0, 64 },
        { "a salt longer than a block", 64, 200, 30, 65 },
        { "several tags, the last in part", 70, 64, 12, 500 },
        { "the most there is", 32, 32, 4, 255 * 64 },
        { "no keying material: managed", 0, 32, 4, 32 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Native_and_managed_derive_the_same(string description, int ikm, int salt, int info, int output)
    {
        BoardDiceOperations operations = new(new NativeHmacSha512());
        Assert.True(operations.IsNative, description);
        Assert.Equal(Derive(Software, ikm, salt, info, output), Derive(operations, ikm, salt, info, output));
    }

    [Fact]
    public void More_than_HKDF_can_give_is_refused() =>
        Assert.False(new BoardDiceOperations(new NativeHmacSha512()).Kdf(new byte[32], new byte[32], new byte[1], new byte[(255 * 64) + 1]));

    [Theory]
    [InlineData("none")]
    [InlineData("throws")]
    [InlineData("fails")]
    [InlineData("wrong")]
    public void An_HMAC_without_its_known_answer_is_not_used(string how)
    {
        BoardDiceOperations operations = new(how == "none" ? null : new OddHmac(how, 0));
        Assert.False(operations.IsNative);
        Assert.Equal(Derive(Software, 32, 64, 8, 32), Derive(operations, 32, 64, 8, 32));
    }

    [Theory]
    [InlineData("throws", 1)]
    [InlineData("throws", 3)]
    [InlineData("fails", 1)]
    [InlineData("fails", 3)]
    public void An_HMAC_that_fails_later_gives_way(string how, int after)
    {
        OddHmac hmac = new(how, after);
        BoardDiceOperations operations = new(hmac);
        Assert.True(operations.IsNative);
        Assert.Equal(Derive(Software, 32, 64, 8, 130), Derive(operations, 32, 64, 8, 130));
        Assert.True(hmac.HasFailed);
    }

    private static byte[] Derive(IDiceOperations operations, int ikm, int salt, int info, int output)
    {
        byte[] result = new byte[output];
        Assert.True(operations.Kdf(Pattern(ikm, 3), Pattern(salt, 5), Pattern(info, 7), result));
        return result;
    }

    private static byte[] Pattern(int size, int step) => [.. Enumerable.Range(1, size).Select(i => (byte)((i * step) & 0xFF))];

    /// <summary>The native one, until it fails in a way.</summary>
    private sealed class OddHmac(string how, int after) : IHmacSha512
    {
        private readonly NativeHmacSha512 _native = new();
        private int _left = after;

        public bool HasFailed { get; private set; }

        public bool TryCompute(byte[] key, byte[] message, byte[] tag)
        {
            if (_left-- > 0)
                return _native.TryCompute(key, message, tag);
            HasFailed = true;
            if (how == "throws")
                throw new NotSupportedException();
            bool isDone = how != "fails" && _native.TryCompute(key, message, tag);
            tag[0] ^= 1;
            return isDone;
        }
    }
}
