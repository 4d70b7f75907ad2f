using Attestation.Dice;
using Attestation.Factory;
using Attestation.Factory.Authorities;
using Attestation.Factory.Files;
using Attestation.Factory.Provisioning;
using Attestation.Factory.Releases;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Factory;
using Attestation.UnitTests.Factory.Releases;

namespace Attestation.UnitTests.Reasons;

public static partial class ReasonProducers
{
    private static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> Factory => new()
    {
        [FactoryReasons.ZeroUds] = () => [InFactory((ca, folder) =>
            Station(ca).Provision(Sample.Order(), FuseContent.Unprogrammed(), folder["device"]))],
        [FactoryReasons.UdsReused] = () => [InFactory((ca, folder) =>
        {
            Station(ca).Provision(Sample.Order(), folder["first"]);
            Station(ca).Provision(Sample.Order(), folder["second"]);
        })],
        [FactoryReasons.ChainBroken] = () => [InFactory((ca, folder) =>
            StationTest.RefuseBrokenChain(StationTest.Run(new byte[32], DiceAlgorithm.P256, Sample.Operations), ca.Certificate))],
        [FactoryReasons.FileExists] = () => [InFactory((ca, folder) => AtomicFile.Write(folder["ca/ca.crt.pem"], [], AtomicFile.Public))],
        [FactoryReasons.WriteFailed] = () => [InFactory((ca, folder) => AtomicFile.Write(folder["ca"], [], AtomicFile.Public, overwrite: true))],
        [FactoryReasons.AuthorityUnreadable] = () => [InFactory((ca, folder) => ManufacturerCa.Load(folder.Path))],
        [FactoryReasons.KeyUnusable] = () => [InFactory((ca, folder) => PrivateKeyFile.Load(folder["ca/ca.crt.pem"]))],
        [FactoryReasons.PassphraseMissing] = () => [EncryptedKeyRefusal(Passphrases.None)],
        [FactoryReasons.PassphraseWrong] = () => [EncryptedKeyRefusal(new Passphrases([], _ => "wrong"u8.ToArray()))],
        [FactoryReasons.ImageUnreadable] = () => [InFactory((ca, folder) => FirmwareImage.Read(folder["absent"]))],
        [FactoryReasons.FuseMalformed] = () => [InFactory((ca, folder) => FuseContent.Read(folder["ca/ca.crt.pem"]))],
        [FactoryReasons.NameUnsuitable] = () => [InFactory((ca, folder) => Station(ca).Provision(Sample.Order(id: ""), folder["device"]))],
        [FactoryReasons.ManifestMalformed] = () => [Manifest((signed, key) => ReleaseManifest.TryVerify(signed[1..], key.PublicKey, [1], out _))],
        [FactoryReasons.ManifestSignature] = () => [Manifest((signed, key) => ReleaseManifest.TryVerify(signed, null, [1], out _))],
        [FactoryReasons.ManifestDigest] = () => [Manifest((signed, key) => ReleaseManifest.TryVerify(signed, key.PublicKey, [2], out _))],
    };

    private static ProvisioningStation Station(ManufacturerCa ca) => new(ca, Sample.Floor());

    private static ReasonCode EncryptedKeyRefusal(Passphrases passphrases) => InFactory((ca, folder) =>
    {
        PrivateKeyFile.Create(folder["key.pem"], DiceAlgorithm.P256, Sample.Floor().Entropy, Sample.Operations, passphrase: "right"u8.ToArray());
        PrivateKeyFile.Load(folder["key.pem"], passphrases);
    });

    private static ReasonCode InFactory(Action<ManufacturerCa, TemporaryFolder> step)
    {
        using var folder = new TemporaryFolder();
        using ManufacturerCa ca = Sample.Authority(folder);
        return Sample.Refusal(() => step(ca, folder));
    }

    private static ReasonCode Manifest(Func<byte[], SigningKey, ReasonCode?> verify)
    {
        using var folder = new TemporaryFolder();
        using SigningKey key = ReleaseManifestTests.NewKey(folder, DiceAlgorithm.P256);
        return verify(ReleaseManifest.Of("a", "1", 1, [1]).Sign(key), key)!;
    }
}
