using System.Security.Cryptography;
using Attestation.Dice;
using Attestation.Dice.Certificates;

namespace Attestation.UnitTests.Dice.Certificates;

/// <summary>The key's DER against the base library's reader and openssl.</summary>
public sealed class SubjectPublicKeyTests
{
    [Theory]
    [InlineData("P-256", DiceAlgorithm.P256)]
    [InlineData("P-384", DiceAlgorithm.P384)]
    public void AnEcKeyIsWhatTheBaseLibraryReads(string description, DiceAlgorithm algorithm)
    {
        using var key = ECDsa.Create(algorithm == DiceAlgorithm.P256 ? ECCurve.NamedCurves.nistP256 : ECCurve.NamedCurves.nistP384);
        ECPoint point = key.ExportParameters(false).Q;
        byte[] der = SubjectPublicKey.Encode(algorithm, [.. point.X!, .. point.Y!]);
        Assert.Equal($"{description} {Convert.ToHexString(key.ExportSubjectPublicKeyInfo())}", $"{description} {Convert.ToHexString(der)}");
    }

    [Fact]
    public void AnEd25519KeyIsWhatOpensslReads()
    {
        byte[] raw = new byte[32];
        Assert.Equal(DiceResult.Ok, LayerKey.Derive(new SoftwareDiceOperations(), DiceAlgorithm.Ed25519, SampleInputs.Filled(32, 7), out LayerKey key));
        key.PublicKey.CopyTo(raw, 0);
        string text = OpenSsl.Run("pkey -pubin -inform DER -in {0} -noout -text", SubjectPublicKey.Encode(DiceAlgorithm.Ed25519, raw));
        Assert.Contains("ED25519", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no key", null)]
    [InlineData("31 bytes", 31)]
    [InlineData("65 bytes", 65)]
    public void AKeyOfAnotherLengthIsNone(string description, int? size) =>
        Assert.True(SubjectPublicKey.Encode(DiceAlgorithm.Ed25519, size is { } n ? new byte[n] : null) is null, description);
}
