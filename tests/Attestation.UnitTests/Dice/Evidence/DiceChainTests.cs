using Attestation.Dice;
using Attestation.Dice.Certificates;
using Attestation.Dice.Evidence;
using Attestation.Dice.Wire;

namespace Attestation.UnitTests.Dice.Evidence;

/// <summary>Which kind of chain it is, and its bytes.</summary>
public sealed class DiceChainTests
{
    private static readonly byte[] Der = [0x30, 0x01, 0x00];
    private static readonly byte[] Cwt = [0x84, 0x40, 0xA0, 0x40, 0x40];

    [Fact]
    public void KindsFollowRootAndEntries()
    {
        DiceChain fromKey = DiceChain.FromUdsPublicKey(DiceAlgorithm.Ed25519, new byte[32]);
        DiceChain fromCertificate = DiceChain.FromUdsCertificate(DiceAlgorithm.Ed25519, new byte[32], Der);
        Assert.Equal((false, true), (fromKey.IsX509, fromKey.IsAndroid));
        Assert.Equal((true, false), (fromCertificate.IsX509, fromCertificate.IsAndroid));
        fromKey.Append(CertificateForm.Cbor, Cwt);
        fromCertificate.Append(CertificateForm.X509, Der);
        Assert.Equal((false, true), (fromKey.IsX509, fromKey.IsAndroid));
        Assert.Equal((true, false), (fromCertificate.IsX509, fromCertificate.IsAndroid));
        fromKey.Append(CertificateForm.X509, Der);
        fromCertificate.Append(CertificateForm.Cbor, Cwt);
        Assert.Equal((false, false), (fromKey.IsX509, fromKey.IsAndroid));
        Assert.Equal((false, false), (fromCertificate.IsX509, fromCertificate.IsAndroid));
        Assert.Equal("8343300100433001008440a04040", Convert.ToHexStringLower(Chain(Der, Der, Cwt)));
    }

    [Fact]
    public void AChainOfOneCertificateIsOneByteString() =>
        Assert.Equal("43300100", Convert.ToHexStringLower(DiceChain.FromUdsCertificate(DiceAlgorithm.Ed25519, new byte[32], Der).EncodeX5Chain()));

    [Fact]
    public void KeysOfWrongLengthMakeNoChain()
    {
        Assert.Null(DiceChain.FromUdsPublicKey(DiceAlgorithm.P256, new byte[65]));
        Assert.Null(DiceChain.FromUdsPublicKey(DiceAlgorithm.P384, null));
        Assert.Null(DiceChain.FromUdsPublicKey((DiceAlgorithm)9, []));
        Assert.Null(DiceChain.FromUdsCertificate(DiceAlgorithm.Ed25519, new byte[32], null));
    }

    [Fact]
    public void AP384KeyIsAnEc2CoseKey()
    {
        byte[] key = [.. SampleInputs.Filled(48, 1), .. SampleInputs.Filled(48, 2)];
        string x = string.Concat(Enumerable.Repeat("01", 48));
        string y = string.Concat(Enumerable.Repeat("02", 48));
        Assert.Equal($"a60102033822048102200221" + $"5830{x}22" + $"5830{y}", Convert.ToHexStringLower(CoseKey.Encode(DiceAlgorithm.P384, key)));
    }

    private static byte[] Chain(byte[] root, byte[] first, byte[] second)
    {
        DiceChain chain = DiceChain.FromUdsCertificate(DiceAlgorithm.Ed25519, new byte[32], root);
        chain.Append(CertificateForm.X509, first);
        chain.Append(CertificateForm.Cbor, second);
        return chain.Encode();
    }
}
