using Attestation.Formats.Dice;
using Attestation.Formats.Keys;
using Attestation.Formats.X509;
using Attestation.RelyingParty.Devices;
using Attestation.UnitTests.Formats.Dice;

namespace Attestation.UnitTests.RelyingParty.Devices;

/// <summary>X.509 chains of tests/vectors/dice as a TLS server sees them: leaf first.</summary>
internal static class DeviceChainVectors
{
    public static DiceAnchors Authority { get; } = new() { Authorities = [Certificate("ca.der")] };

    public static DiceAnchors Enrolled { get; } = new() { UdsKeys = [Key("uds.spki.der")] };

    public static List<ReadOnlyMemory<byte>> LeafFirst(string file)
    {
        UnverifiedDiceChain chain = DiceChains.Read(File.ReadAllBytes(Path.Combine(OwnDiceVectors.Folder, file)));
        return [.. chain.Entries.Reverse().Select(e => e.ForDisplay.Encoded)];
    }

    public static DeviceCheckOutcome Check(string file, DiceAnchors? anchors = null, VerificationKey? heldKey = null) =>
        new DeviceCertificateCheck(anchors ?? Enrolled).Check(LeafFirst(file), DiceChains.Now, heldKey);

    public static UnverifiedCertificate Certificate(string file) => Read(File.ReadAllBytes(Path.Combine(OwnDiceVectors.Folder, file)));

    public static UnverifiedCertificate Read(ReadOnlyMemory<byte> der)
    {
        Assert.True(UnverifiedCertificate.TryParse(der, out UnverifiedCertificate certificate, out var error), error.ToString());
        return certificate;
    }

    private static VerificationKey Key(string file)
    {
        Assert.True(VerificationKey.TryParseSpki(File.ReadAllBytes(Path.Combine(OwnDiceVectors.Folder, file)), out VerificationKey key, out _));
        return key;
    }
}
