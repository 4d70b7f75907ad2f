using Attestation.Fuzz;

namespace Attestation.UnitTests.Fuzz;

/// <summary>
/// Every reader meets the same damaged inputs in every run. Longer fuzzing with other seeds is a command (CONTRIBUTING.md).
/// </summary>
public sealed class PinnedFuzzTests
{
    private const int Seed = 20261121;
    private const long Inputs = 20_000;

    /// <summary>A reader that hangs must not hang the test run; far above what the inputs need, and not what is tested.</summary>
    private static readonly TimeSpan GiveUp = TimeSpan.FromMinutes(3);

    public static TheoryData<string> Targets => [.. FuzzTargets.All.Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void DamagedInputsMeetTheRules(string name)
    {
        FuzzResult result = FuzzRun.Over(FuzzTargets.All.Single(t => t.Name == name), Seed, Inputs, GiveUp);
        Assert.Empty(result.Failures.Select(f => $"{f.Rule}: {f.Detail} for {Convert.ToHexStringLower(f.Input)}"));
        Assert.Equal(Inputs, result.Inputs);
        Assert.InRange(result.Accepted, 0, Inputs - 1); // a reader that accepts everything is not reading
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void SeedsThemselvesAreAccepted(string name)
    {
        FuzzTarget target = FuzzTargets.All.Single(t => t.Name == name);
        Assert.NotEmpty(target.Seeds);
        Assert.All(target.Seeds, seed => Assert.Equal(seed, target.Read(seed)));
    }

    [Fact]
    public void TheRunNoticesAThrowingReader() =>
        Assert.Equal("no exception", RunOver(bytes => bytes[0] == 0x55 ? bytes : throw new InvalidDataException()));

    [Fact]
    public void TheRunNoticesASecondEncoding() =>
        Assert.Equal("accepted input re-encodes to itself", RunOver(_ => [0x55]));

    [Fact]
    public void TheRunNoticesAllocationBombs() =>
        Assert.Equal("memory in proportion", RunOver(bytes =>
        {
            byte[] bomb = new byte[FuzzRun.AllocationFloor * 8];
            return bomb.Length == bytes.Length ? bomb : null;
        }));

    [Fact]
    public void TheRunNoticesAReaderThatWritesToItsInput() =>
        Assert.Equal("input untouched", RunOver(bytes =>
        {
            if (bytes.Length > 0)
                bytes[0] ^= 1;
            return null;
        }));

    private static byte[] Plain => [0x55, 0x55, 0x55, 0x55];

    private static string RunOver(Func<byte[], byte[]?> read) =>
        FuzzRun.Over(new FuzzTarget("test", [Plain], bytes => bytes.Length == 0 ? null : read(bytes)), Seed, 1000, GiveUp).Failures[0].Rule;
}
