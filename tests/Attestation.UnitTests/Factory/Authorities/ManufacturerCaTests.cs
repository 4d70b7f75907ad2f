using Attestation.Dice;
using Attestation.Factory.Authorities;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Dice;

namespace Attestation.UnitTests.Factory.Authorities;

public sealed class ManufacturerCaTests
{
    public static TheoryData<DiceAlgorithm> Algorithms => Sample.Algorithms;

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void OpenSslAcceptsTheRoot(DiceAlgorithm algorithm)
    {
        using var folder = new TemporaryFolder();
        using ManufacturerCa ca = Sample.Authority(folder, algorithm);
        string text = OpenSsl.Run($"verify -x509_strict -check_ss_sig -CAfile {folder["ca/ca.crt.pem"]} {folder["ca/ca.crt.pem"]}");
        Assert.Contains("OK", text);
        string shown = OpenSsl.Run("x509 -inform DER -in {0} -noout -subject -issuer -enddate", ca.Certificate);
        Assert.Contains("O = Example Devices, CN = Example Devices DICE root", shown);
        Assert.Contains("9999", shown);
    }

    [Theory]
    [InlineData("root key", "ca/ca.key.pem")]
    [InlineData("CoRIM key", "ca/corim.key.pem")]
    public void OnlyTheOwnerReadsKeys(string description, string file)
    {
        using var folder = new TemporaryFolder();
        Sample.Authority(folder).Dispose();
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder[file]));
        Assert.Contains("Private-Key", OpenSsl.Run($"pkey -in {folder[file]} -noout -text"));
    }

    [Fact]
    public void RootAndCorimKeyAreDifferent()
    {
        using var folder = new TemporaryFolder();
        Sample.Authority(folder).Dispose();
        Assert.NotEqual(
            OpenSsl.Run($"pkey -in {folder["ca/ca.key.pem"]} -pubout"),
            OpenSsl.Run($"pkey -in {folder["ca/corim.key.pem"]} -pubout"));
        Assert.Equal(File.ReadAllText(folder["ca/corim.pub.pem"]), OpenSsl.Run($"pkey -in {folder["ca/corim.key.pem"]} -pubout"));
    }

    [Fact]
    public void AnExistingCaIsNeverOverwritten()
    {
        using var folder = new TemporaryFolder();
        Sample.Authority(folder).Dispose();
        byte[] before = File.ReadAllBytes(folder["ca/ca.key.pem"]);
        Assert.Equal(FactoryReasons.FileExists, Sample.Refusal(() => Sample.Authority(folder)));
        Assert.Equal(before, File.ReadAllBytes(folder["ca/ca.key.pem"]));
        Assert.Equal(["ca"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("ca.key.pem")]
    [InlineData("corim.key.pem")]
    [InlineData("ca.crt.pem")]
    public void AnIncompleteCaIsRefused(string missing)
    {
        using var folder = new TemporaryFolder();
        Sample.Authority(folder).Dispose();
        File.Delete(folder["ca/" + missing]);
        Assert.Equal(FactoryReasons.AuthorityUnreadable, Sample.Refusal(() => ManufacturerCa.Load(folder["ca"])));
    }

    [Theory]
    [InlineData("empty", "")]
    [InlineData("a blank at the end", "Example ")]
    [InlineData("a line break", "Exa\nmple")]
    [InlineData("too long", "0123456789012345678901234567890123456789012345678901234567890123456789")]
    public void AnUnsuitableNameIsRefusedAndLeavesNothing(string description, string name)
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(FactoryReasons.NameUnsuitable, Sample.Refusal(() => ManufacturerCa.Create(folder["ca"], name, DiceAlgorithm.P256, Sample.Floor())));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }
}
