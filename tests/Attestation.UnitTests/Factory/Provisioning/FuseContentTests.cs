using Attestation.Dice;
using Attestation.Factory.Provisioning;
using Attestation.Formats.Reasons;

namespace Attestation.UnitTests.Factory.Provisioning;

public sealed class FuseContentTests
{
    [Theory]
    [InlineData(ProvisioningScheme.PreGeneration)]
    [InlineData(ProvisioningScheme.FactoryCa)]
    public void AFuseFileReadsBack(ProvisioningScheme scheme)
    {
        using FuseContent written = FuseContent.Generate(scheme, Sample.Floor().Entropy);
        using FuseContent read = FuseContent.Decode(written.Encode(), "fuse");
        Assert.Equal(scheme, read.Scheme);
        Assert.Equal(written.DeriveUds(Sample.Operations), read.DeriveUds(Sample.Operations));
    }

    /// <summary>UDS = KDF(32, internal, external, "UDS"), computed with the base library's HKDF.</summary>
    [Fact]
    public void SchemeTwoConditionsBothHalves()
    {
        byte[] entropy = [.. Enumerable.Range(1, 64).Select(i => (byte)i)];
        using FuseContent fuse = FuseContent.Generate(ProvisioningScheme.FactoryCa, Replay(entropy));
        byte[] expected = System.Security.Cryptography.HKDF.DeriveKey(
            System.Security.Cryptography.HashAlgorithmName.SHA512, entropy[..32], 32, entropy[32..], "UDS"u8.ToArray());
        Assert.Equal(expected, fuse.DeriveUds(Sample.Operations));
    }

    [Fact]
    public void EveryDamagedFileIsRefused()
    {
        using FuseContent fuse = FuseContent.Generate(ProvisioningScheme.FactoryCa, Sample.Floor().Entropy);
        byte[] file = fuse.Encode();
        for (int length = 0; length < file.Length; length++)
            Assert.Equal(FactoryReasons.FuseMalformed, Sample.Refusal(() => FuseContent.Decode(file[..length], "fuse")));
        Assert.Equal(FactoryReasons.FuseMalformed, Sample.Refusal(() => FuseContent.Decode((byte[])[.. file, 0], "fuse")));
        Assert.Equal(FactoryReasons.FuseMalformed, Sample.Refusal(() => FuseContent.Decode((byte[])[file[0], file[1], 3, .. file[3..]], "fuse")));
    }

    [Fact]
    public void DisposingWipes()
    {
        FuseContent fuse = FuseContent.Generate(ProvisioningScheme.PreGeneration, Sample.Floor().Entropy);
        fuse.Dispose();
        Assert.Equal(new byte[DiceSizes.Cdi], fuse.DeriveUds(Sample.Operations));
    }

    private static Attestation.Factory.EntropySource Replay(byte[] bytes)
    {
        int at = 0;
        return destination =>
        {
            bytes.AsSpan(at, destination.Length).CopyTo(destination);
            at += destination.Length;
        };
    }
}
