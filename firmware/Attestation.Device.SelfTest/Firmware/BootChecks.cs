using Attestation.Device.Application;
using Attestation.Dice;
using Attestation.Dice.Primitives;

namespace Attestation.Device.SelfTest.Firmware;

/// <summary>A whole boot from memory: measure, derive, certify, load; the application's four calls; and a refusal for each defect.</summary>
internal static class BootChecks
{
    /// <summary>SHA-256 of the encoded chain. Signatures are deterministic, so every processor must make these very certificates; on .NET openssl verifies a
    /// chain of the same code (BootApplicationTests). A change of what certificates say changes it: take the value that the .NET run prints.</summary>
    private const string Chain = "d181278a0e2926e242976d82535ae6962665a848d489ee68e550a9677121e536";

    /// <summary>The same with files measured by HMAC: other code hashes, other keys.</summary>
    private const string KeyedChain = "c489aa8a58b6523bf0f9c925ddabe3ee396b5706b475da1d48631a92f66f1954";

    /// <summary>SHA-256 of the evidence for sixteen bytes 09.</summary>
    private const string Evidence = "78cf252e5bc8e93f4b7b621a57021fa059d2b78e21cf9e993156ed87a1807500";

    internal static void Run(SelfTestRun run)
    {
        Good(run);
        Keyed(run);
        Defects(run);
        Fallback(run);
    }

    private static void Good(SelfTestRun run)
    {
        BootBench bench = new BootBench();
        run.Check("boot", DeviceRefusal.None, bench.Boot(out DeviceIdentity device));
        run.Check("boot loads in the manifest's order", bench.Loaded == "boot.pe app.pe lib.pe ");
        run.Check("boot's chain", Chain, Digest(device.Chain.Encode()));
        run.Check("boot's secret is latched", !bench.Uds.TryRead(new SoftwareDiceOperations(), out byte[] _));
        DeviceDescription me = device.WhoAmI();
        run.Check("the application knows who it is", me.Vendor == Releases.Vendor && me.Version == "2.0.0" && me.SecurityVersion == 2 && me.Mode == DiceMode.Normal);
        run.Check("the application's evidence", Evidence, Digest(device.Attest(BootBench.Filled(16, 9))));
        run.Check("a nonce of seven bytes is refused", device.Attest(new byte[7]) == null && device.Refusal == DeviceRefusal.NonceSize);
        byte[] blob = device.Seal(BootBench.Filled(40, 7));
        run.Check("the application unseals what it sealed", Hex.Text(BootBench.Filled(40, 7)), device.Unseal(blob));
        device.Stop();
        run.Check("after its end it has no secrets", device.Unseal(blob) == null && device.Attest(BootBench.Filled(16, 9)) == null);
    }

    private static void Keyed(SelfTestRun run)
    {
        BootBench bench = new BootBench();
        Releases.Install(bench.Storage, "slot-a", Releases.Keyed);
        run.Check("boot of files measured by HMAC", DeviceRefusal.None, bench.Boot(out DeviceIdentity device));
        run.Check("its chain", KeyedChain, Digest(device.Chain.Encode()));
        device.Stop();
    }

    private static void Defects(SelfTestRun run)
    {
        Refused(run, "no secret", DeviceRefusal.UdsUnavailable, "uds", null);
        Refused(run, "a secret of zeros", DeviceRefusal.UdsBlank, "uds", new byte[32]);
        Refused(run, "no resident image", DeviceRefusal.ResidentUnreadable, "resident", null);
        Refused(run, "no manifest", DeviceRefusal.NoRelease, "slot-a/manifest.cose", null);
        Refused(run, "a manifest of zeros", DeviceRefusal.MessageEnvelope, "slot-a/manifest.cose", new byte[100]);
        Refused(run, "a missing file", DeviceRefusal.FileMissing, "slot-a/lib.pe", null);
        Refused(run, "a short file", DeviceRefusal.FileSize, "slot-a/lib.pe", new byte[6]);
        Refused(run, "a changed file", DeviceRefusal.FileDigest, "slot-a/lib.pe", new byte[7]);
        Refused(run, "no rollback counter", DeviceRefusal.RollbackCounter, "rollback.0", null);
        BootBench bench = new BootBench { Model = "edge-2" };
        Refused(run, "another model", DeviceRefusal.ManifestClass, bench);
        bench = new BootBench();
        bench.Plan.SealingCeiling = 1;
        Refused(run, "a version above the ceiling", DeviceRefusal.VersionAboveCeiling, bench);
        bench = new BootBench();
        bench.Plan.FirmwareKey = null;
        Refused(run, "no firmware key", DeviceRefusal.PlanIncomplete, bench);
        Refused(run, "a file that is no program", DeviceRefusal.LayerNotLoadable, new BootBench { Unloadable = "lib.pe" });
    }

    private static void Fallback(SelfTestRun run)
    {
        BootBench bench = new BootBench();
        Releases.Install(bench.Storage, "slot-b", Releases.Keyed);
        bench.Storage.Put("slot-a/app.pe", new byte[11]);
        run.Check("a damaged slot gives way to the other one", DeviceRefusal.None, bench.Boot(out DeviceIdentity device));
        device.Stop();
    }

    private static void Refused(SelfTestRun run, string name, DeviceRefusal expected, string file, byte[] content)
    {
        BootBench bench = new BootBench();
        bench.Storage.Put(file, content);
        if (file == "rollback.0")
            bench.Storage.Put("rollback.1", content);
        Refused(run, name, expected, bench);
    }

    private static void Refused(SelfTestRun run, string name, DeviceRefusal expected, BootBench bench)
    {
        DeviceRefusal refusal = bench.Boot(out DeviceIdentity device);
        run.Check("boot with " + name, expected, device == null ? refusal : DeviceRefusal.None);
    }

    private static byte[] Digest(byte[] data)
    {
        byte[] digest = new byte[Sha256.Size];
        Sha256.Hash(data, 0, data.Length, digest, 0);
        return digest;
    }
}
