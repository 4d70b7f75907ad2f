using Attestation.Appraisal.Devices;
using Attestation.Formats.Keys;

namespace Attestation.UnitTests.Appraisal.Devices;

public sealed class ChainCacheTests
{
    [Fact]
    public void TheLeastRecentlyUsedGoesFirst()
    {
        var cache = new ChainCache(2);
        KnownChain one = Chain(), two = Chain(), three = Chain();
        cache.Add(Key(1), one);
        cache.Add(Key(2), two);
        Assert.Same(one, cache.Find(Key(1)));
        cache.Add(Key(3), three);
        Assert.Null(cache.Find(Key(2)));
        Assert.Same(one, cache.Find(Key(1)));
        Assert.Same(three, cache.Find(Key(3)));
        Assert.Equal(2, cache.Count);
    }

    [Fact]
    public void ASecondAddOfTheSameKeyChangesNothing()
    {
        var cache = new ChainCache(2);
        KnownChain first = Chain();
        cache.Add(Key(1), first);
        cache.Add(Key(1), Chain());
        Assert.Same(first, cache.Find(Key(1)));
        Assert.Equal(1, cache.Count);
    }

    [Fact]
    public void ManyThreadsKeepItWithinItsCapacity()
    {
        var cache = new ChainCache(8);
        Parallel.For(0, 2000, i =>
        {
            ChainKey key = Key((ulong)(i % 31));
            if (cache.Find(key) is null)
                cache.Add(key, Chain());
        });
        Assert.Equal(8, cache.Count);
    }

    [Fact]
    public void ACapacityBelowOneIsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new ChainCache(0));

    private static ChainKey Key(ulong number) => new(number, 0, 0, 0);

    private static KnownChain Chain()
    {
        using var pair = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var q = pair.ExportParameters(false).Q;
        Assert.True(VerificationKey.TryFromPoint(KeyKind.P256, [.. q.X!, .. q.Y!], out VerificationKey key, out _));
        return new KnownChain { Leaf = key, Keys = [key], UdsKeyThumbprint = "", Vouching = [], Layers = [], Class = null, Ueid = null, Anchor = null };
    }
}
