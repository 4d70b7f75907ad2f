using System.Security.Cryptography;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;
using Spectre.Console;

namespace Attestation.Benchmarks;

/// <summary>
/// Verifying a TPM quote over eleven PCRs, all twelve steps, against `openssl speed`'s bare verifications on one core in the same round.
/// </summary>
internal static class QuoteBenchmark
{
    private const int Rounds = 5;

    private static readonly byte[] Nonce = SHA256.HashData("nonce"u8);

    public static void Run()
    {
        Table table = new Table { Title = new TableTitle("Verification of a TPM quote, one core"), Border = TableBorder.Ascii }
            .AddColumn("key").AddColumn(new TableColumn("openssl verifies /s").RightAligned()).AddColumn(new TableColumn("quotes /s").RightAligned())
            .AddColumn(new TableColumn("ratio (median of " + Rounds + ")").RightAligned()).AddColumn(new TableColumn("allocated").RightAligned());
        using RSA rsa = RSA.Create(2048);
        Row(table, "RSASSA-2048", "rsa2048", rsa.ExportSubjectPublicKeyInfo(), bytes => new RsaSignature(
            TpmAlgId.RsaSsa, TpmAlgId.Sha256, rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)));
        using ECDsa p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Row(table, "ECDSA P-256", "ecdsap256", p256.ExportSubjectPublicKeyInfo(), bytes => Ecdsa(p256, bytes));
        Report.Write(table);
    }

    private static void Row(Table table, string name, string openssl, byte[] publicKey, Func<byte[], TpmtSignature> sign)
    {
        (byte[] attest, QuoteExpectation expected) = Quote();
        byte[] signature = WireValue.Encode(sign(attest));
        AttestationKey key = AttestationKey.OfSubjectPublicKeyInfo(publicKey)!;
        var ratios = new double[Rounds];
        double limit = 0, rate = 0;
        long allocated = 0;
        for (int round = 0; round < Rounds; round++)
        {
            double before = OpenSslSpeed.VerifyMicroseconds(openssl) ?? double.NaN;
            Measurement ours = Measurement.Of(() => Verify(attest, signature, key, expected), perBatch: 200);
            double after = OpenSslSpeed.VerifyMicroseconds(openssl) ?? double.NaN;
            limit = 1e6 / ((before + after) / 2);
            rate = 1e6 / ours.Microseconds;
            ratios[round] = rate / limit;
            allocated = ours.AllocatedBytes;
        }
        Array.Sort(ratios);
        table.AddRow(name, $"{limit:F0}", $"{rate:F0}", $"{ratios[Rounds / 2]:F2}", $"{allocated} B");
    }

    private static void Verify(byte[] attest, byte[] signature, AttestationKey key, QuoteExpectation expected)
    {
        if (!new UnverifiedQuote(attest, signature).TryVerify(key, out AuthenticQuote? quote, out _) || quote.Check(expected).Count > 0)
            throw new InvalidOperationException("the quote is refused: nothing worth measuring");
    }

    private static (byte[] Attest, QuoteExpectation Expected) Quote()
    {
        var pcrs = new PcrValues();
        for (int index = 0; index <= 10; index++)
            pcrs.Set(TpmAlgId.Sha256, index, SHA256.HashData([(byte)index]));
        TpmlPcrSelection selection = pcrs.Selection;
        var info = new TpmsQuoteInfo(selection, pcrs.Digest(TpmAlgId.Sha256, selection)!);
        var attest = new TpmsAttest([0, 11, .. new byte[32]], Nonce, new TpmsClockInfo(1, 1, 0, true), 1, info);
        return (WireValue.Encode(attest), new QuoteExpectation(Nonce, selection, pcrs));
    }

    private static EccSignature Ecdsa(ECDsa key, byte[] bytes)
    {
        byte[] pair = key.SignData(bytes, HashAlgorithmName.SHA256);
        return new EccSignature(TpmAlgId.EcDsa, TpmAlgId.Sha256, pair[..32], pair[32..]);
    }
}
