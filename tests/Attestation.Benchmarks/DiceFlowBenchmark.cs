using Attestation.Dice;
using Attestation.Dice.Certificates;
using Attestation.Dice.Host;

namespace Attestation.Benchmarks;

/// <summary>One layer of DICE: derive both CDIs and two key pairs, sign, write the certificate. The floor is three scalar multiplications
/// (two public keys, one signature), taken as three signatures of openssl speed in the same run.</summary>
public static class DiceFlowBenchmark
{
    /// <summary>Figures of open-dice on comparable machines, in microseconds, for orientation.</summary>
    private static readonly Dictionary<string, double> Reference = new() { ["P-256, X.509"] = 3700, ["Ed25519, CBOR"] = 210 };

    public static void Run()
    {
        Console.WriteLine("DICE layer flow: microseconds, median of batches; floor = 3 signatures of openssl speed");
        Console.WriteLine($"{"flow",-14} {"operations",-10} {"us",8} {"floor",8} {"ratio",6} {"open-dice",9} {"bytes",7}");
        Measure("P-256, X.509", "ecdsap256", CertificateForm.X509, DiceAlgorithm.P256);
        Measure("Ed25519, CBOR", "ed25519", CertificateForm.Cbor, DiceAlgorithm.Ed25519);
        Measure("P-384, X.509", "ecdsap384", CertificateForm.X509, DiceAlgorithm.P384);
    }

    private static void Measure(string flow, string yardstick, CertificateForm form, DiceAlgorithm algorithm)
    {
        double? floor = 3 * OpenSslSpeed.SignMicroseconds(yardstick);
        double? reference = Reference.TryGetValue(flow, out double published) ? published : null;
        Print("host", new HostDiceOperations());
        Print("managed", new SoftwareDiceOperations());

        void Print(string operations, IDiceOperations implementation)
        {
            Measurement measured = Measurement.Of(() => RunOnce(implementation, form, algorithm), perBatch: 50);
            Console.WriteLine(
                $"{flow,-14} {operations,-10} {measured.Microseconds,8:F1} {floor,8:F1} {measured.Microseconds / floor,6:F2} {reference,9:F0} {measured.AllocatedBytes,7}");
        }
    }

    private static void RunOnce(IDiceOperations operations, CertificateForm form, DiceAlgorithm algorithm)
    {
        LayerOptions options = new() { Form = form, AuthorityAlgorithm = algorithm, SubjectAlgorithm = algorithm };
        if (DiceFlow.Step(operations, Secrets, Inputs, options, out _) != DiceResult.Ok)
            throw new InvalidOperationException($"the flow with {algorithm} failed");
    }

    private static readonly LayerSecrets Secrets = new(new byte[32], new byte[32]);

    private static readonly DiceInputs Inputs = new()
    {
        CodeHash = new byte[64],
        InlineConfiguration = new byte[64],
        AuthorityHash = new byte[64],
        Mode = DiceMode.Normal,
    };
}
