using System.Text;
using Attestation.Device.Application;
using Attestation.Dice;

namespace Attestation.Device.SelfTest.Firmware;

/// <summary>A sealed blob against another program's (Python's hmac, docs/formats/sealed-blob.md), and what is not unsealed.</summary>
internal static class SealingChecks
{
    private const string Blob = "01000000000078a9092dabf381501ba08bbdf976825ab37c1f6bf1850ce52f51a39005b46b334f224313f727abef08e9169cf2b5101f25d2eb49922845378d41e4";

    internal static void Run(SelfTestRun run)
    {
        SoftwareDiceOperations operations = new SoftwareDiceOperations();
        byte[] data = Encoding.UTF8.GetBytes("calibration");
        run.Check("sealing answers", DeviceRefusal.None, SealedBlob.Seal(operations, Secret(operations, 0x52), "wifi", data, out byte[] blob));
        run.Check("sealed blob", Blob, blob);
        run.Check("unsealing answers", DeviceRefusal.None, SealedBlob.Unseal(operations, Secret(operations, 0x52), "wifi", blob, out byte[] again));
        run.Check("unsealed data", Hex.Text(data), again);
        Refused(run, "for another purpose", Secret(operations, 0x52), "WiFi", blob);
        Refused(run, "of another device", Secret(operations, 0x53), "wifi", blob);
        blob[24] ^= 1;
        Refused(run, "that was changed", Secret(operations, 0x52), "wifi", blob);
        run.Check("sealed blob that is none", DeviceRefusal.SealedMalformed,
            SealedBlob.Unseal(operations, Secret(operations, 0x52), "wifi", new byte[20], out byte[] _));
    }

    private static void Refused(SelfTestRun run, string name, SealingSecret secret, string purpose, byte[] blob)
    {
        DeviceRefusal refusal = SealedBlob.Unseal(new SoftwareDiceOperations(), secret, purpose, blob, out byte[] data);
        run.Check("sealed blob " + name, refusal == DeviceRefusal.SealedForAnother && data == null);
    }

    private static SealingSecret Secret(IDiceOperations operations, byte value)
    {
        byte[] cdi = new byte[DiceSizes.Cdi];
        for (int i = 0; i < cdi.Length; i++)
            cdi[i] = value;
        return new SealingSecret(operations, cdi, null, 0);
    }
}
