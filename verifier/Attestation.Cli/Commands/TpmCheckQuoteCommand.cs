using System.CommandLine;
using Attestation.Cli.Inputs;
using Attestation.Cli.Output;
using Attestation.Cli.Quotes;

namespace Attestation.Cli.Commands;

/// <summary><c>attest tpm check-quote</c>: a quote in the verifier's numbered steps.</summary>
internal static class TpmCheckQuoteCommand
{
    internal static Command Create(Action<ParseResult, Func<ParseResult, Answer>> run)
    {
        var quote = new Option<string>("--quote") { Description = "TPMS_ATTEST or TPM2B_ATTEST.", Required = true, HelpName = "FILE" };
        var signature = new Option<string>("--signature") { Description = "TPMT_SIGNATURE.", Required = true, HelpName = "FILE" };
        var ak = new Option<string>("--ak") { Description = "The attestation key: TPM2B_PUBLIC, TPMT_PUBLIC, or a public key in PEM or DER.", Required = true, HelpName = "FILE" };
        var nonce = new Option<string>("--nonce") { Description = "The qualifying data that the quote must hold, hexadecimal.", Required = true, HelpName = "HEX" };
        var pcrs = new Option<string>("--pcrs") { Description = "PCR values: lines 'sha256:7 HEX', the YAML of tpm2_pcrread, or the file of tpm2_quote -o. Every value in it is compared.", HelpName = "FILE" };
        var ek = new Option<string>("--ek") { Description = "The endorsement key that the attestation key was created under, TPM2B_PUBLIC or TPMT_PUBLIC: the signer must be its child.", HelpName = "FILE" };
        var command = new Command("check-quote", "Verify a quote. Exit 0 verified, 1 refused, 2 malformed input.") { quote, signature, ak, nonce, pcrs, ek };
        command.SetAction(parsed => run(parsed, p => Check(new QuoteFiles(
            InputFile.Read(p.GetRequiredValue(quote)),
            InputFile.Read(p.GetRequiredValue(signature)),
            InputFile.Read(p.GetRequiredValue(ak)),
            p.GetValue(pcrs) is { } name ? InputFile.Read(name) : null,
            p.GetValue(ek) is { } parent ? InputFile.Read(parent) : null), Arguments.Hex(p.GetRequiredValue(nonce), "--nonce"))));
        return command;
    }

    private static Answer Check(QuoteFiles files, byte[] nonce)
    {
        QuoteCheck check = QuoteCheck.Run(files, nonce);
        return new Answer(check.ExitCode, QuoteText.Write(check), QuoteJson.Write(check));
    }
}
