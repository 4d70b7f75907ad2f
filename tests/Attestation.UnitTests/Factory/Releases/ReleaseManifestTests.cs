using Attestation.Dice;
using Attestation.Factory.Authorities;
using Attestation.Factory.Releases;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.UnitTests.Factory.Releases;

public sealed class ReleaseManifestTests
{
    private static readonly byte[] Image = [1, 2, 3, 4];

    public static TheoryData<DiceAlgorithm> Algorithms => Sample.Algorithms;

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void BootCodeReadsWhatTheFactoryWrote(DiceAlgorithm algorithm)
    {
        using var folder = new TemporaryFolder();
        using SigningKey key = NewKey(folder, algorithm);
        byte[] signed = ReleaseManifest.Of("boot.bin", "1.2.3", 7, Image).Sign(key);
        Assert.Null(ReleaseManifest.TryVerify(signed, key.PublicKey, Image, out ReleaseManifest? manifest));
        Assert.Equal(("boot.bin", "1.2.3", 7ul), (manifest!.Name, manifest.Version, manifest.Svn));
    }

    [Fact]
    public void AnotherImageIsRefused()
    {
        using var folder = new TemporaryFolder();
        using SigningKey key = NewKey(folder, DiceAlgorithm.P256);
        byte[] signed = ReleaseManifest.Of("boot.bin", "1.2.3", 7, Image).Sign(key);
        Assert.Equal(FactoryReasons.ManifestDigest, ReleaseManifest.TryVerify(signed, key.PublicKey, [1, 2, 3, 5], out _));
    }

    [Fact]
    public void AnotherKeyIsRefused()
    {
        using var folder = new TemporaryFolder();
        using var elsewhere = new TemporaryFolder();
        using SigningKey key = NewKey(folder, DiceAlgorithm.P256);
        using SigningKey other = NewKey(elsewhere, DiceAlgorithm.Ed25519);
        byte[] signed = ReleaseManifest.Of("boot.bin", "1.2.3", 7, Image).Sign(key);
        Assert.Equal(FactoryReasons.ManifestSignature, ReleaseManifest.TryVerify(signed, other.PublicKey, Image, out _));
        Assert.Equal(FactoryReasons.ManifestSignature, ReleaseManifest.TryVerify(signed, null, Image, out _));
    }

    [Fact]
    public void EveryTruncationAndEveryFlippedBitIsRefused()
    {
        using var folder = new TemporaryFolder();
        using SigningKey key = NewKey(folder, DiceAlgorithm.Ed25519);
        byte[] signed = ReleaseManifest.Of("boot.bin", "1.2.3", 7, Image).Sign(key);
        for (int length = 0; length < signed.Length; length++)
            Assert.NotNull(ReleaseManifest.TryVerify(signed.AsMemory(0, length), key.PublicKey, Image, out _));
        for (int bit = 0; bit < 8 * signed.Length; bit++)
        {
            signed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotNull(ReleaseManifest.TryVerify(signed, key.PublicKey, Image, out _));
            signed[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    internal static SigningKey NewKey(TemporaryFolder folder, DiceAlgorithm algorithm)
    {
        PrivateKeyFile.Create(folder["firmware.pem"], algorithm, Sample.Floor("firmware").Entropy, Sample.Operations);
        return PrivateKeyFile.Load(folder["firmware.pem"]);
    }
}
