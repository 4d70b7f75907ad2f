using Attestation.Dice;
using Attestation.Dice.Certificates;

namespace Attestation.Simulator.Boards;

/// <summary>Which algorithm a board's keys have and which form its certificates.</summary>
/// <param name="Name">For people and file names: <c>p256-x509</c>.</param>
/// <param name="Algorithm">Of every key of the chain.</param>
/// <param name="Forms">Of the certificates in turn, starting with the first CDI certificate; the list repeats.</param>
/// <param name="TcgExtensions">Whether layer certificates carry DiceTcbInfo and UEID besides the Open DICE extension; X.509 only.</param>
public sealed record CryptoSuite(string Name, DiceAlgorithm Algorithm, IReadOnlyList<CertificateForm> Forms, bool TcgExtensions)
{
    private static readonly string[] FormNames = ["x509", "x509-tcg", "cbor", "mixed"];

    /// <summary>Every algorithm in every form; mixed alternates, X.509 first.</summary>
    public static IReadOnlyList<CryptoSuite> All { get; } =
    [
        .. from algorithm in (DiceAlgorithm[])[DiceAlgorithm.P256, DiceAlgorithm.P384, DiceAlgorithm.Ed25519]
           from form in FormNames
           select new CryptoSuite($"{algorithm.ToString().ToLowerInvariant()}-{form}", algorithm, FormsOf(form), form == "x509-tcg"),
    ];

    /// <summary>P-256 with X.509, what most boards in the field do.</summary>
    public static CryptoSuite Default => All[0];

    /// <summary>Chains with X.509 in them start with the UDS certificate; pure CBOR chains with the bare UDS public key, as the Android Profile does.</summary>
    public bool HasCertificateRoot => Forms.Contains(CertificateForm.X509);

    public CertificateForm FormOf(int certificate) => Forms[certificate % Forms.Count];

    private static CertificateForm[] FormsOf(string form) => form switch
    {
        "cbor" => [CertificateForm.Cbor],
        "mixed" => [CertificateForm.X509, CertificateForm.Cbor],
        _ => [CertificateForm.X509],
    };
}
