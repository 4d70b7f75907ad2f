using Attestation.Dice;
using Attestation.Dice.Certificates;
using Attestation.Dice.Host;
using Spectre.Console;

namespace Attestation.Benchmarks;

/// <summary>One layer of DICE: derive both CDIs and two key pairs, sign, write the certificate. The floor is three scalar multiplications
/// (two public keys, one signature), taken as three signatures of openssl speed in the same run.</summary>
public static class DiceFlowBenchmark
{
    /// <summary>Figures of open-dice on comparable machines, in microseconds, for orientation.</summary>
    private static readonly Dictionary<string, double> Reference = new() { ["P-256, X.509"] = 3700, ["Ed25519, CBOR"] = 210 };

    public static void Run()
    {
        Table table = new Table().Title("DICE layer flow").AddColumns("flow", "operations", "us/flow", "floor us", "ratio", "open-dice us", "bytes/flow");
        Add(table, "P-256, X.509", "ecdsap256", CertificateForm.X509, DiceAlgorithm.P256);
        Add(table, "Ed25519, CBOR", "ed25519", CertificateForm.Cbor, DiceAlgorithm.Ed25519);
        Add(table, "P-384, X.509", "ecdsap384", CertificateForm.X509, DiceAlgorithm.P384);
        AnsiConsole.Write(table);
    }

    private static void Add(Table table, string name, string yardstick, CertificateForm form, DiceAlgorithm algorithm)
    {
        double? floor = 3 * OpenSslSpeed.SignMicroseconds(yardstick);
        AddRow("host", new HostDiceOperations(), 50);
        AddRow("managed", new SoftwareDiceOperations(), 5);

        void AddRow(string operations, IDiceOperations implementation, int perBatch)
        {
            Measurement measured = Measurement.Of(() => RunOnce(implementation, form, algorithm), perBatch);
            table.AddRow(
                name,
                operations,
                $"{measured.Microseconds:F1}",
                floor is { } f ? $"{f:F1}" : "?",
                floor is { } limit ? $"{measured.Microseconds / limit:F2}" : "?",
                Reference.TryGetValue(name, out double reference) ? $"{reference:F0}" : "",
                $"{measured.AllocatedBytes}");
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
