using Attestation.Device.Protocol;
using Attestation.Dice;
using Attestation.Dice.Evidence;
using Attestation.Dice.Primitives;

namespace Attestation.Device.SelfTest.Firmware;

/// <summary>The life of a device over its session: blank, programmed, certified, locked, and then a challenge. docs/formats/device-protocol.md.</summary>
internal static class SessionChecks
{
    private const string Hello = "8101";
    private const string Lock = "8108";
    private const string ReadLocks = "8109";
    private const string Restart = "810e";
    private const string Challenge = "8202a1015009090909090909090909090909090909";
    private const string Good = "8100";

    /// <summary>SHA-256 of the answer to the challenge; see <see cref="BootChecks"/> for where such a value comes from.</summary>
    private const string Answer = "4b8ef0e0c36ed55020cff43b8e9919587793b44857e40cfe61b19d717881b38e";

    internal static void Run(SelfTestRun run)
    {
        SessionBench bench = new SessionBench();
        run.Check("hello of a blank device", "8200a70101026565737033320300" + "04420a0b" + "0800" + "098127" + "0a0e", bench.Ask(Hello));
        run.Check("a challenge to a blank device", Refused(DeviceRefusal.NothingRuns), Begin(bench.Ask(Challenge)));
        run.Check("a request that is no CBOR", Refused(DeviceRefusal.RequestMalformed), Begin(bench.Ask("9f01ff")));
        run.Check("an unknown command", Refused(DeviceRefusal.CommandUnknown), Begin(bench.Ask("8117")));
        Provision(run, bench);
        bench.Reset();
        byte[] evidence = bench.Ask(Challenge);
        byte[] digest = new byte[Sha256.Size];
        if (evidence != null)
            Sha256.Hash(evidence, 0, evidence.Length, digest, 0);
        run.Check("a challenge to a locked device", Answer, digest);
        run.Check("a nonce of two bytes", Refused(DeviceRefusal.NonceSize), Begin(bench.Ask("8202a101420102")));
        run.Check("another secret is refused", Refused(DeviceRefusal.DeviceLocked), Begin(bench.Ask("8204a1015820" + Hex.Text(BootBench.Filled(32, 1)))));
    }

    private static void Provision(SelfTestRun run, SessionBench bench)
    {
        byte[] uds = BootBench.Filled(32, 0x5D);
        run.Check("a secret of zeros", Refused(DeviceRefusal.SecretBlank), Begin(bench.Ask("8204a1015820" + Hex.Text(new byte[32]))));
        run.Check("write-uds", Good, bench.Ask("8204a1015820" + Hex.Text(uds)));
        run.Check("restart", Good, bench.Ask(Restart));
        run.Check("restart ends the session", bench.End == SessionEnd.Restart);
        bench.Reset();
        LayerKey.Derive(new SoftwareDiceOperations(), DiceAlgorithm.Ed25519, uds, out LayerKey key);
        byte[] ueid = DeviceUeid.FromUdsPublicKey(key.PublicKey);
        string names = "026f" + "4578616d706c652044657669636573" + "0366" + "656467652d31";
        ueid[5] ^= 1;
        run.Check("an identity of another key", Refused(DeviceRefusal.IdentityForAnother), Begin(bench.Ask("8207a3" + names + "045821" + Hex.Text(ueid))));
        ueid[5] ^= 1;
        run.Check("write-identity", Good, bench.Ask("8207a3" + names + "045821" + Hex.Text(ueid)));
        run.Check("an open lock", "8200a1018182646a74616700", bench.Ask(ReadLocks));
        run.Check("lock", Good, bench.Ask(Lock));
        run.Check("a closed lock", "8200a1018182646a74616701", bench.Ask(ReadLocks));
    }

    /// <summary>An answer up to its number: a detail may follow.</summary>
    private static byte[] Begin(byte[] answer)
    {
        if (answer == null || answer.Length < 3)
            return answer;
        return new byte[] { 0x81, answer[1], answer[2] };
    }

    private static string Refused(DeviceRefusal refusal) => "8118" + Hex.Text(new byte[] { (byte)refusal });
}
