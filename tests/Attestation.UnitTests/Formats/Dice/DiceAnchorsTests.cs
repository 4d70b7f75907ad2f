using System.Collections;
using System.Security.Cryptography;
using Attestation.Formats.Dice;
using Attestation.Formats.Keys;

namespace Attestation.UnitTests.Formats.Dice;

/// <summary>Ten thousand enrolled devices: no chain makes the verifier go through them.</summary>
public sealed class DiceAnchorsTests
{
    private const int Devices = 10_000;

    [Fact]
    public void AHashAmongThousandsIsFoundWithoutASearch()
    {
        VerificationKey key = Key();
        var hashes = new CountedList<ReadOnlyMemory<byte>>([.. Enumerable.Range(0, Devices).Select(Hash), key.Thumbprint]);
        var anchors = new DiceAnchors { UdsKeyHashes = hashes };
        int whenSet = hashes.Reads;
        for (int i = 0; i < 100; i++)
            Assert.True(anchors.Enrols(key));
        Assert.False(anchors.Enrols(Key()));
        Assert.Equal(whenSet, hashes.Reads);
    }

    [Fact]
    public void AKeyIsFoundByItselfAndByItsIdentifierWithoutASearch()
    {
        VerificationKey[] some = [.. Enumerable.Range(0, 64).Select(_ => Key())];
        var keys = new CountedList<VerificationKey>(some);
        var anchors = new DiceAnchors { UdsKeys = keys };
        Assert.Same(some[9], Assert.Single(anchors.EnrolledWithId(DiceId.Of(some[9])))); // derives the identifiers, once
        int whenIndexed = keys.Reads;
        Assert.All(some, key => Assert.True(anchors.Enrols(key)));
        Assert.All(some, key => Assert.Same(key, Assert.Single(anchors.EnrolledWithId(DiceId.Of(key)))));
        Assert.Empty(anchors.EnrolledWithId(DiceId.Of(Key())));
        Assert.Equal(whenIndexed, keys.Reads);
    }

    [Fact]
    public void AChangedCopyHasItsOwnIndex()
    {
        VerificationKey one = Key(), other = Key();
        var anchors = new DiceAnchors { UdsKeys = [one] };
        DiceAnchors changed = anchors with { UdsKeys = [other], UdsKeyHashes = [Hash(1)] };
        Assert.True(anchors.Enrols(one) && !anchors.Enrols(other));
        Assert.True(changed.Enrols(other) && !changed.Enrols(one));
        Assert.True((changed with { UdsKeyHashes = [one.Thumbprint] }).Enrols(one));
    }

    [Fact]
    public void AHashOfAnotherLengthEnrolsNobody()
    {
        VerificationKey key = Key();
        Assert.False(new DiceAnchors { UdsKeyHashes = [default, key.Thumbprint[..31], SHA512.HashData(key.PublicBytes.Span)] }.Enrols(key));
    }

    private static ReadOnlyMemory<byte> Hash(int number) => SHA256.HashData(BitConverter.GetBytes(number));

    private static VerificationKey Key()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.True(VerificationKey.TryParseSpki(pair.ExportSubjectPublicKeyInfo(), out VerificationKey key, out _));
        return key;
    }

    /// <summary>A list that counts how many items were taken from it.</summary>
    private sealed class CountedList<T>(T[] items) : IReadOnlyList<T>
    {
        public int Reads { get; private set; }

        public int Count => items.Length;

        public T this[int index]
        {
            get
            {
                Reads++;
                return items[index];
            }
        }

        public IEnumerator<T> GetEnumerator()
        {
            for (int i = 0; i < items.Length; i++)
                yield return this[i];
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
