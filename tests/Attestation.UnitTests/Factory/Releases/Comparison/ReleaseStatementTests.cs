using Attestation.Factory.Releases;
using Attestation.Factory.Releases.Comparison;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Formats;

namespace Attestation.UnitTests.Factory.Releases.Comparison;

public sealed class ReleaseStatementTests
{
    [Fact]
    public void AFolderAndItsCorimSayTheSameToVerifiers()
    {
        using var folder = new TemporaryFolder();
        BoardRelease release = TwoReleases.Sign(TwoReleases.Old);
        ReleaseStatement whole = TwoReleases.Read(folder, "one", release);
        ReleaseStatement alone = ReleaseStatement.Read(Path.Combine(folder["one"], ReleaseFolder.CorimName), release.CorimKey);
        Assert.Equal(whole.Layers, alone.Layers);
        Assert.Equal(["resident", "base", "app"], alone.Layers.Select(layer => layer.Name));
        Assert.Equal((null, "2.0.0"), (alone.Board, alone.Version));
        Assert.Equal(3, whole.Board!.Flash.Count);
    }

    [Theory]
    [InlineData("a layer's file", "update/app.pe")]
    [InlineData("the CoRIM", "release.corim")]
    [InlineData("a file of the flash", "flash/boot.bin")]
    [InlineData("the preview", "preview.txt")]
    public void AChangedFileIsRefused(string description, string file)
    {
        using var folder = new TemporaryFolder();
        TwoReleases.Read(folder, "one", TwoReleases.Sign(TwoReleases.Old));
        File.AppendAllText(Path.Combine(folder["one"], file), "x");
        Assert.Equal(ReleaseReasons.ReleaseChecksum, Sample.Refusal(() => ReleaseStatement.Read(folder["one"], null)));
    }

    [Theory]
    [InlineData("no checksums", "")]
    [InlineData("a path that leaves the folder", "0000000000000000000000000000000000000000000000000000000000000000  ../x\n")]
    [InlineData("an absolute path", "0000000000000000000000000000000000000000000000000000000000000000  /etc/hostname\n")]
    [InlineData("no file name", "0000000000000000000000000000000000000000000000000000000000000000  \n")]
    [InlineData("no digest", "hello  release.corim\n")]
    [InlineData("a file that is not there", "0000000000000000000000000000000000000000000000000000000000000000  nothing\n")]
    public void AFolderThatIsNoReleaseIsRefused(string description, string checksums)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["SHA256SUMS"], checksums);
        Assert.Equal(ReleaseReasons.ReleaseUnreadable, Sample.Refusal(() => ReleaseStatement.Read(folder.Path, null)));
    }

    [Fact]
    public void AManifestOfAnotherReleaseThanTheCorimIsRefused()
    {
        using var folder = new TemporaryFolder();
        TwoReleases.Read(folder, "one", TwoReleases.Sign(TwoReleases.Old));
        TwoReleases.Read(folder, "two", TwoReleases.Sign(TwoReleases.New("a higher security version")));
        string name = ReleaseFolder.CorimName;
        File.Copy(Path.Combine(folder["two"], name), Path.Combine(folder["one"], name), overwrite: true);
        string sums = Path.Combine(folder["one"], ReleaseFolder.ChecksumsName);
        string other = File.ReadAllLines(Path.Combine(folder["two"], ReleaseFolder.ChecksumsName)).Single(line => line.EndsWith(name, StringComparison.Ordinal));
        File.WriteAllLines(sums, File.ReadAllLines(sums).Select(line => line.EndsWith(name, StringComparison.Ordinal) ? other : line));
        Assert.Equal(ReleaseReasons.ReleaseUnreadable, Sample.Refusal(() => ReleaseStatement.Read(folder["one"], null)));
    }

    [Fact]
    public void OnlyTheTrustedSignersCorimCounts()
    {
        using var folder = new TemporaryFolder();
        TwoReleases.Read(folder, "one", TwoReleases.Sign(TwoReleases.Old));
        string corim = Path.Combine(folder["one"], ReleaseFolder.CorimName);
        Assert.Equal(ReleaseReasons.ReleaseKeyMissing, Sample.Refusal(() => ReleaseStatement.Read(corim, null)));
        Assert.Equal(ReleaseReasons.ReleaseSignature, Sample.Refusal(() => ReleaseStatement.Read(corim, TestKeys.P256.PublicKey)));
        Assert.Equal(ReleaseReasons.ReleaseSignature, Sample.Refusal(() => ReleaseStatement.Read(folder["one"], TestKeys.P256.PublicKey)));
    }
}
