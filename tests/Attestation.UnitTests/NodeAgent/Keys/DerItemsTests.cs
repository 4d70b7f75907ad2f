using Attestation.NodeAgent.Keys;

namespace Attestation.UnitTests.NodeAgent.Keys;

/// <summary>Certificates are cut out of NV indices by their outer length alone.</summary>
public sealed class DerItemsTests
{
    private static readonly byte[] Short = [0x30, 0x81, 0x80, .. new byte[0x80]];
    private static readonly byte[] Long = [0x30, 0x82, 0x01, 0x00, .. Enumerable.Repeat((byte)0x30, 0x100)];

    public static TheoryData<string, byte[], int> Contents => new()
    {
        { "nothing", [], 0 },
        { "one", Short, 1 },
        { "two, one behind the other", [.. Short, .. Long], 2 },
        { "padded with zeros", [.. Short, .. new byte[50]], 1 },
        { "padded with ones between", [.. Short, 0xFF, 0xFF, .. Long, 0xFF], 2 },
        { "cut short", Long[..^1], 0 },
        { "longer than the bytes", [0x30, 0x82, 0xFF, 0xFF, 1, 2, 3], 0 },
        { "too short for a certificate", [0x30, 0x03, 1, 2, 3], 0 },
        { "something else", [0x02, 0x81, 0x80, .. new byte[0x80]], 0 },
    };

    [Theory]
    [MemberData(nameof(Contents))]
    public void WholeItemsAreFound(string what, byte[] content, int count)
    {
        List<byte[]> found = DerItems.Cut(content);
        Assert.True(found.Count == count, what);
        Assert.All(found, item => Assert.True(item.SequenceEqual(Short) || item.SequenceEqual(Long)));
    }
}
