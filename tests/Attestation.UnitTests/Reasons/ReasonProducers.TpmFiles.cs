using Attestation.Formats.Reasons;
using Attestation.UnitTests.Cli;
using Attestation.UnitTests.Tpm;

namespace Attestation.UnitTests.Reasons;

public static partial class ReasonProducers
{
    private const string SomeName = "000b0000000000000000000000000000000000000000000000000000000000000000";

    internal static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> TpmFiles => new()
    {
        [TpmReasons.AkForm] = () => CheckQuoteCode("nonce.bin", null),
        [TpmReasons.PcrsForm] = () => CheckQuoteCode("ak-p256.tpm2b_public", "nonce.bin"),
        [TpmReasons.EkForm] = () => MakeCredentialCode("ek-p256.pub.pem", SomeName, "cred-secret.bin"),
        [TpmReasons.EkUnfit] = () => MakeCredentialCode("ak-p256.tpm2b_public", SomeName, "cred-secret.bin"),
        [TpmReasons.Name] = () => MakeCredentialCode("ek-p256.tpm2b_public", "000b00", "cred-secret.bin"),
        [TpmReasons.SecretSize] = () => MakeCredentialCode("ek-p256.tpm2b_public", SomeName, "ek-p256.tpm2b_public"),
    };

    private static ReasonCode[] CheckQuoteCode(string ak, string? pcrs) => CodeOf(
    [
        "check-quote", "--quote", TpmSample("quote-p256-sha256.attest"), "--signature", TpmSample("quote-p256-sha256.sig"), "--ak", TpmSample(ak), "--nonce", "00",
        .. pcrs is null ? (string[])[] : ["--pcrs", TpmSample(pcrs)],
    ]);

    private static ReasonCode[] MakeCredentialCode(string ek, string name, string secret)
    {
        using var folder = new TemporaryFolder();
        return CodeOf("makecredential", "--ek", TpmSample(ek), "--name", name, "--secret", TpmSample(secret), "--out", folder["credential"]);
    }

    private static ReasonCode[] CodeOf(params string[] command)
    {
        string? code = Attest.Json(["tpm", .. command]).Document["code"]?.ToString();
        return code is not null && ReasonTable.TryFind(code, out ReasonCode reason) ? [reason] : [];
    }

    private static string TpmSample(string name) => TpmVectors.PathOf("swtpm-a/" + name);
}
