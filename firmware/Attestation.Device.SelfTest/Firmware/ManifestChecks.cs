using Attestation.Device.Manifest;
using Attestation.Dice;

namespace Attestation.Device.SelfTest.Firmware;

/// <summary>Update manifests against another program's, and what is refused of them. docs/formats/update-manifest.cddl.</summary>
internal static class ManifestChecks
{
    internal static void Run(SelfTestRun run)
    {
        Good(run, "by Ed25519", Releases.EdDsa, Releases.Key, FileMeasurement.Sha512);
        Good(run, "by P-256", Releases.Es256, new FirmwareKey(DiceAlgorithm.P256, Hex.Bytes(Releases.P256Key)), FileMeasurement.Sha512);
        Good(run, "of files measured by HMAC", Releases.Keyed, Releases.Key, FileMeasurement.HmacSha512);
        Refused(run, "by another algorithm than the key's", Hex.Bytes(Releases.Es256), DeviceRefusal.MessageAlgorithm);
        Refused(run, "with a bit of its signature turned", Turned(-1), DeviceRefusal.MessageSignature);
        Refused(run, "with a bit of its payload turned", Turned(60), DeviceRefusal.MessageSignature);
        Refused(run, "with another tag", Turned(0), DeviceRefusal.MessageEnvelope);
        Refused(run, "of no bytes", new byte[0], DeviceRefusal.MessageSize);
        Refused(run, "of 8193 bytes", new byte[8193], DeviceRefusal.MessageSize);
        Refused(run, "with U+0000 in a name", Hex.Bytes(Releases.ZeroInName), DeviceRefusal.ManifestStructure);
        Classes(run);
    }

    private static void Good(SelfTestRun run, string name, string signed, FirmwareKey key, FileMeasurement measurement)
    {
        DeviceRefusal refusal = UpdateManifest.Verify(Hex.Bytes(signed), key, out UpdateManifest manifest);
        run.Check("manifest " + name, refusal == DeviceRefusal.None && manifest.Vendor == Releases.Vendor && manifest.Version == "2.0.0"
            && manifest.Svn == 2 && manifest.Measurement == measurement && manifest.Layers.Length == 2 && manifest.Layers[1].Name == "app"
            && manifest.Files.Length == 3 && manifest.Files[1].Name == "app.pe" && manifest.Files[1].Size == 11);
    }

    private static void Refused(SelfTestRun run, string name, byte[] signed, DeviceRefusal expected)
    {
        DeviceRefusal refusal = UpdateManifest.Verify(signed, Releases.Key, out UpdateManifest manifest);
        run.Check("manifest " + name + " is refused", expected, manifest == null ? refusal : DeviceRefusal.None);
    }

    private static void Classes(SelfTestRun run)
    {
        UpdateManifest.Verify(Hex.Bytes(Releases.EdDsa), Releases.Key, out UpdateManifest manifest);
        run.Check("manifest for this board", DeviceRefusal.None, new BoardClass(Releases.Vendor, Releases.Model, Releases.Board, 1).Check(manifest, 2));
        run.Check("manifest for another model", DeviceRefusal.ManifestClass, new BoardClass(Releases.Vendor, "edge-2", Releases.Board, 1).Check(manifest, 2));
        run.Check("manifest below the rollback counter", DeviceRefusal.ManifestSvn, new BoardClass(Releases.Vendor, Releases.Model, Releases.Board, 1).Check(manifest, 3));
    }

    /// <param name="at">Of the byte; negative: from the end.</param>
    private static byte[] Turned(int at)
    {
        byte[] signed = Hex.Bytes(Releases.EdDsa);
        signed[at < 0 ? signed.Length + at : at] ^= 1;
        return signed;
    }
}
