using Attestation.Device.SelfTest.Firmware;
using Attestation.Device.SelfTest.OpenDice;
using Attestation.Device.SelfTest.Primitives;

namespace Attestation.Device.SelfTest;

/// <summary>What a board developer flashes first: every check of the portable firmware, on this very processor, interpreter and class library.</summary>
public static class Program
{
    public static void Main()
    {
        SelfTestRun run = new SelfTestRun();
        run.Group("arithmetic", ArithmeticChecks.Run);
        run.Group("SHA-2", HashChecks.Run);
        run.Group("HMAC and HKDF", MacChecks.Run);
        run.Group("HMAC_DRBG", DrbgChecks.Run);
        run.Group("ECDSA", EcdsaChecks.Run);
        run.Group("Ed25519", Ed25519Checks.Run);
        run.Group("Open Profile for DICE", KnownValueChecks.Run);
        run.Group("CBOR", CborChecks.Run);
        run.Group("manifests", ManifestChecks.Run);
        run.Group("records", StorageChecks.Run);
        run.Group("frames", FrameChecks.Run);
        run.Group("sealing", SealingChecks.Run);
        run.Group("boot", BootChecks.Run);
        run.Group("update", UpdateChecks.Run);
        run.Group("session", SessionChecks.Run);
        run.Finish();
    }
}
