using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using Attestation.Device.Application;
using Attestation.Device.Board.Http;
using Attestation.Device.Gpio;
using Attestation.Device.Manifest;
using Attestation.Device.Verifiers;
using Attestation.Dice;
using nanoFramework.Networking;

namespace Attestation.Device.SampleApplication;

/// <summary>An application on top of the resident: who am I, seal, unseal, attest. The resident's loader calls <see cref="Start"/> on a thread of the
/// application's own; the factory's and owner's serial line goes on beside it.</summary>
public static class Application
{
    private const int NetworkPatience = 60000; // milliseconds

    /// <summary>The entry that the loader looks for: public, static, this name and this parameter.</summary>
    /// <param name="device">This device's identity; it works as long as the application does not fail.</param>
    public static void Start(DeviceIdentity device)
    {
        DeviceDescription me = device.WhoAmI();
        Debug.WriteLine(me.Vendor + " " + me.Model + " " + me.Version);
        KeepASecret(device);
        if (Settings.VerifierKey != null && NetworkHelper.SetupAndConnectNetwork(new CancellationTokenSource(NetworkPatience).Token, true))
            AskNowAndThen(device);
    }

    /// <summary>Sealed data can lie anywhere: only this device, under its present owner and mode, reads it again.</summary>
    private static void KeepASecret(DeviceIdentity device)
    {
        byte[] blob = device.Seal("greeting", Encoding.UTF8.GetBytes("only for me"));
        byte[] data = blob == null ? null : device.Unseal("greeting", blob);
        Debug.WriteLine(data != null ? "unsealed" : "refused");
    }

    /// <summary>The answer to a challenge over HTTP; over the serial line the resident answers them.</summary>
    private static void AskNowAndThen(DeviceIdentity device)
    {
        X509Certificate authority = Settings.VerifierAuthority == null ? null : new X509Certificate(Settings.VerifierAuthority);
        FirmwareKey key = new FirmwareKey(DiceAlgorithm.P256, Settings.VerifierKey);
        VerifierClient verifier = new VerifierClient(new HttpExchange(Settings.Verifier, authority), new ThreadPause(), key);
        while (true)
        {
            DeviceRefusal refusal = verifier.Attest(device, out VerifierResult result);
            bool isGood = refusal == DeviceRefusal.None && result.Status == VerifierStatus.Affirming;
            Debug.WriteLine(isGood ? "affirmed" : "not affirmed");
            Thread.Sleep(Settings.Interval);
        }
    }
}
