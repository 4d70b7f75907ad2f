using System.Text.Json;
using Attestation.Factory.Releases;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Formats;

namespace Attestation.UnitTests.Factory.Releases;

public sealed class UpdateManifestTests
{
    public static TheoryData<string> Vectors => BoardVectors.UpdateManifests.Names;

    /// <summary>Made by another program: python3 and openssl.</summary>
    [Theory]
    [MemberData(nameof(Vectors))]
    public void EveryVectorHasItsOutcome(string name)
    {
        ReasonCode? reason = UpdateManifest.TryVerify(BoardVectors.UpdateManifests.Read(name), BoardVectors.UpdateManifests.KeyOf(name), out UpdateManifest manifest);
        string outcome = reason == null ? "verified" : reason == ReleaseReasons.UpdateSignature ? "signature" : "malformed";
        Assert.Equal(BoardVectors.UpdateManifests.Outcome(name), outcome);
        if (reason is null)
            AssertSays(BoardVectors.UpdateManifests.Expected(name), manifest);
    }

    private static void AssertSays(JsonElement expected, UpdateManifest manifest)
    {
        Assert.Equal(expected.GetProperty("vendor").GetString(), manifest.Vendor);
        Assert.Equal(expected.GetProperty("model").GetString(), manifest.Model);
        Assert.Equal(expected.GetProperty("board").GetString(), manifest.Board);
        Assert.Equal(expected.GetProperty("version").GetString(), manifest.Version);
        Assert.Equal(expected.GetProperty("svn").GetUInt64(), manifest.Svn);
        Assert.Equal(expected.GetProperty("measurement").GetString(), manifest.Measurement == FileMeasurement.Sha512 ? "sha-512" : "hmac-sha-512");
        Assert.Equal(expected.GetProperty("minResidentSvn") is { ValueKind: JsonValueKind.Number } n ? n.GetUInt64() : null, manifest.MinResidentSvn);
        Assert.Equal(
            expected.GetProperty("layers").EnumerateArray().Select(l => (l.GetProperty("name").GetString()!, l.GetProperty("code").GetString()!)),
            manifest.Layers.Select(l => (l.Name, Convert.ToHexStringLower(manifest.Measurement.CodeHash(l)))));
    }

    [Fact]
    public void AFactoryWritesTheBytesOfTheOtherProgram()
    {
        byte[] vector = BoardVectors.UpdateManifests.Read("good-eddsa.cose");
        Assert.Null(UpdateManifest.TryVerify(vector, TestKeys.Ed25519.PublicKey, out UpdateManifest manifest));
        Assert.Equal(vector, manifest.Sign(TestKeys.Ed25519));
    }

    [Fact]
    public void EveryTruncationAndEveryFlippedBitIsRefused()
    {
        byte[] signed = BoardVectors.UpdateManifests.Read("good-eddsa.cose");
        for (int length = 0; length < signed.Length; length++)
            Assert.NotNull(UpdateManifest.TryVerify(signed.AsMemory(0, length), TestKeys.Ed25519.PublicKey, out _));
        for (int bit = 0; bit < 8 * signed.Length; bit++)
        {
            signed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotNull(UpdateManifest.TryVerify(signed, TestKeys.Ed25519.PublicKey, out _));
            signed[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void AKeyThatBoardsCannotVerifyIsRefused() =>
        Assert.Equal(ReleaseReasons.UpdateKey, Sample.Refusal(() => BoardSample.Manifest().Sign(TestKeys.P384)));

    public static TheoryData<string, string, string> Unsuitable => new()
    {
        { "two files that FAT takes for one", "a.pe", "A.pe" },
        { "the manifest's own name", "a.pe", "Manifest.COSE" },
        { "a path", "a.pe", "../b.pe" },
        { "a hidden file", "a.pe", ".b.pe" },
        { "33 characters", "a.pe", "abcdefghijklmnopqrstuvwxyz0123456" },
    };

    [Theory]
    [MemberData(nameof(Unsuitable))]
    public void ANameThatNoBoardCanHoldIsRefused(string description, string first, string second) =>
        Assert.Equal(ReleaseReasons.UpdateName, Sample.Refusal(() => BoardSample.Manifest(first, second).Encode()));

    [Fact]
    public void MoreThanABoardTakesIsRefused() =>
        Assert.Equal(ReleaseReasons.UpdateLimit, Sample.Refusal(() => BoardSample.Manifest([.. Enumerable.Range(0, 17).Select(n => $"f{n}")]).Encode()));
}
