using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Policies;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Formats;
using Attestation.UnitTests.Verifier.Storage;
using Attestation.Verifier.Endorsements;
using Attestation.Verifier.Storage;
using static Attestation.UnitTests.Verifier.Endorsements.CatalogSamples;

namespace Attestation.UnitTests.Verifier.Endorsements;

public sealed class EndorsementCatalogTests
{
    private static readonly DeviceClass Lamp = new("Acme", "Lamp");

    [Fact]
    public void AnAcceptedCorimCountsAtOnceAndAfterRestart()
    {
        using var folder = new TestFolder();
        using SqliteStore store = StoreSamples.Open(folder);
        EndorsementCatalog catalog = Open(folder, store, Policy.Default, TestKeys.P256.PublicKey);
        EndorsementSet before = catalog.Current;
        Assert.Null(catalog.Submit(new StoredEndorsement(Signed, Sign(Release, TestKeys.P256)), StoreSamples.Noon, out _));
        Assert.Null(before.References(Lamp, unsignedToo: false));
        Assert.NotNull(catalog.Current.References(Lamp, unsignedToo: false));
        Assert.NotNull(Open(folder, store, Policy.Default, TestKeys.P256.PublicKey).Current.References(Lamp, unsignedToo: false));
    }

    [Fact]
    public void TakingTrustAwayTakesTheReferenceValuesAway()
    {
        using var folder = new TestFolder();
        using SqliteStore store = StoreSamples.Open(folder);
        Open(folder, store, Policy.Default, TestKeys.P256.PublicKey).Submit(new StoredEndorsement(Signed, Sign(Release, TestKeys.P256)), StoreSamples.Noon, out _);
        Assert.Null(Open(folder, store, Policy.Default, TestKeys.P384.PublicKey).Current.References(Lamp, unsignedToo: true));
        Assert.NotNull(Open(folder, store, Policy.Default, TestKeys.P256.PublicKey).Current.References(Lamp, unsignedToo: false));
    }

    [Fact]
    public void TheSameCorimTwiceIsOne()
    {
        using var folder = new TestFolder();
        using SqliteStore store = StoreSamples.Open(folder);
        EndorsementCatalog catalog = Open(folder, store, Policy.Default, TestKeys.P256.PublicKey);
        var corim = new StoredEndorsement(Signed, Sign(Release, TestKeys.P256));
        Assert.Null(catalog.Submit(corim, StoreSamples.Noon, out _));
        Assert.Null(catalog.Submit(corim, StoreSamples.Noon, out _));
        Assert.Equal(1, catalog.Current.Count);
        Assert.Single(store.ListEndorsements());
    }

    [Fact]
    public void EverySignerIsTried()
    {
        using var folder = new TestFolder();
        using SqliteStore store = StoreSamples.Open(folder);
        EndorsementCatalog catalog = Open(folder, store, Policy.Default, TestKeys.P384.PublicKey, TestKeys.Ed25519.PublicKey, TestKeys.P256.PublicKey);
        Assert.Null(catalog.Submit(new StoredEndorsement(Signed, Sign(Release, TestKeys.P256)), StoreSamples.Noon, out _));
        Assert.Equal("signer2", catalog.Current.References(Lamp, unsignedToo: false)!.Layer(0)[0].Signer);
    }

    [Fact]
    public void AnUnsignedCorimCountsWhereThePolicySaysSo()
    {
        Policy open = Policy.Default with { AcceptUnsignedCorim = true };
        Assert.Null(CatalogSamples.Submit(Unsigned, Release.Encode(), open));
        Assert.Equal(SubmissionReasons.Unsigned, CatalogSamples.Submit(Unsigned, Release.Encode())!.Code);
    }

    [Fact]
    public void EveryBitOfASignedCorimMatters()
    {
        byte[] corim = Sign(Release, TestKeys.P256);
        using var folder = new TestFolder();
        using SqliteStore store = StoreSamples.Open(folder);
        EndorsementCatalog catalog = Open(folder, store, Policy.Default, TestKeys.P256.PublicKey);
        for (int bit = 0; bit < corim.Length * 8; bit++)
        {
            byte[] changed = [.. corim];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.True(catalog.Submit(new StoredEndorsement(Signed, changed), StoreSamples.Noon, out _) is not null, $"bit {bit}");
        }
        Assert.Empty(store.ListEndorsements());
    }
}
