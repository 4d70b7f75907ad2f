using Attestation.Tpm.Wire;

namespace Attestation.UnitTests.Tpm.Wire;

/// <summary>Every structure of Part 2, cut short, too long, with bits turned over and with bombs for lengths.</summary>
public sealed class HostileBytesTests
{
    public static TheoryData<string> Names => [.. WireSamples.All.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void AGoodEncodingReencodesToItself(string name)
    {
        (_, byte[] bytes, WireSamples.Parser parse) = Sample(name);
        Assert.True(parse(bytes, out byte[]? again, out WireError error), error.Sentence);
        Assert.Equal(bytes, again);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryTruncationIsRefusedAndLocated(string name)
    {
        (_, byte[] bytes, WireSamples.Parser parse) = Sample(name);
        for (int length = 0; length < bytes.Length; length++)
        {
            bool accepted = parse(bytes.AsMemory(0, length), out _, out WireError error);
            if (!accepted)
                AssertLocated(error, length);
            Assert.False(accepted, $"{length} of {bytes.Length} bytes were accepted");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void OneByteMoreIsRefused(string name)
    {
        (_, byte[] bytes, WireSamples.Parser parse) = Sample(name);
        Assert.False(parse((byte[])[.. bytes, 0], out _, out WireError error));
        Assert.Contains(error.Defect, (WireDefect[])[WireDefect.TrailingBytes, WireDefect.SizeMismatch]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryBitTurnedOverIsRefusedOrReencodesToItself(string name)
    {
        (_, byte[] bytes, WireSamples.Parser parse) = Sample(name);
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            byte[] changed = [.. bytes];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            if (parse(changed, out byte[]? again, out WireError error))
                Assert.Equal(changed, again);
            else
                AssertLocated(error, changed.Length);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AnyTwoOrFourBytesAsALengthBombAreBounded(string name)
    {
        (_, byte[] bytes, WireSamples.Parser parse) = Sample(name);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int at = 0; at < bytes.Length; at++)
        {
            byte[] changed = [.. bytes];
            changed.AsSpan(at, Math.Min(4, bytes.Length - at)).Fill(0xFF);
            if (parse(changed, out byte[]? again, out WireError error))
                Assert.Equal(changed, again);
            else
                AssertLocated(error, changed.Length);
        }
        long perParse = (GC.GetAllocatedBytesForCurrentThread() - before) / Math.Max(1, bytes.Length);
        Assert.InRange(perParse, 0, 64 * 1024);
    }

    private static (string Name, byte[] Bytes, WireSamples.Parser Parse) Sample(string name) => WireSamples.All.First(s => s.Name == name);

    private static void AssertLocated(WireError error, int length)
    {
        Assert.NotEqual(default, error.Defect);
        Assert.InRange(error.Offset, 0, length);
        Assert.NotEmpty(error.Path);
        Assert.DoesNotContain("no error", error.Sentence);
    }
}
