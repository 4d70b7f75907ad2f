using Attestation.Appraisal.Quotes;
using Attestation.Cli.Inputs;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.Cli.Quotes;

/// <summary>A quote, verified as far as it goes. Steps 1 to 7 end at the first refusal, since nothing unsigned is worth a look; steps 8 to 12 tell all.</summary>
internal sealed class QuoteCheck
{
    private readonly IReadOnlyList<QuoteRefusal> refusals;

    private QuoteCheck(QuoteFiles files, AttestationKey key, PcrValues? pcrs, AuthenticQuote? quote, IReadOnlyList<QuoteRefusal> refusals)
    {
        Files = files;
        Key = key;
        Pcrs = pcrs;
        Quote = quote;
        this.refusals = refusals;
    }

    internal QuoteFiles Files { get; }

    internal AttestationKey Key { get; }

    /// <summary>The values supplied; null where none were.</summary>
    internal PcrValues? Pcrs { get; }

    /// <summary>The content, once the key is known to have signed it.</summary>
    internal AuthenticQuote? Quote { get; }

    internal bool Verified => refusals.Count == 0;

    internal IEnumerable<QuoteFinding> Findings => refusals.Select(refusal => QuoteFinding.Of(refusal, Files));

    /// <summary>An empty nonce is the caller's mistake and malformed bytes are no quote; anything else is a quote that is refused.</summary>
    internal int ExitCode => Verified ? ExitCodes.Good
        : refusals.Any(r => r.Defect == QuoteDefect.NonceNotAsked || QuoteReasons.IsMalformed(r.Defect)) ? ExitCodes.Usage
        : ExitCodes.Refused;

    internal IEnumerable<QuoteStep> Steps => Enumerable.Range(1, QuoteStep.Count).Select(number => new QuoteStep(number, OutcomeOf(number)));

    internal static QuoteCheck Run(QuoteFiles files, byte[] nonce)
    {
        AttestationKey key = TpmFiles.AttestationKey(files.Ak);
        PcrValues? pcrs = files.Pcrs is { } file ? TpmFiles.Pcrs(file) : null;
        var unverified = UnverifiedQuote.OfEitherForm(files.Quote.Bytes.ToArray(), files.Signature.Bytes.ToArray());
        if (!unverified.TryVerify(key, out AuthenticQuote? quote, out QuoteRefusal? refusal))
            return new QuoteCheck(files, key, pcrs, null, [refusal]);
        return new QuoteCheck(files, key, pcrs, quote, quote.Check(new QuoteExpectation(nonce, Asked(quote, pcrs), pcrs, SignerUnder(files.Ek, key))));
    }

    /// <summary>The qualified name that the attestation key has as a child of the endorsement key, Part 1 clause 16.5.</summary>
    private static byte[]? SignerUnder(InputFile? ek, AttestationKey key)
    {
        if (ek is null)
            return null;
        TpmtPublic area = key.Public ?? throw CliFailure.Usage("--ek needs the public area of the attestation key", "give --ak as TPM2B_PUBLIC or TPMT_PUBLIC: a bare public key has no Name");
        byte[] hierarchy = TpmName.Of(TpmRh.Endorsement);
        return TpmName.Qualified(TpmName.Qualified(hierarchy, TpmFiles.EndorsementKey(ek)), area);
    }

    /// <summary>
    /// Nobody asked for PCRs: the quote is a file. Values of other banks than the quoted ones are still a question that it does not answer;
    /// within a bank step 11 names each PCR that is too many or missing.
    /// </summary>
    private static TpmlPcrSelection? Asked(AuthenticQuote quote, PcrValues? pcrs)
    {
        if (pcrs is null)
            return null;
        var quoted = quote.Info.PcrSelect.InOrder.Select(pcr => pcr.Bank).ToHashSet();
        return pcrs.All.Any(pcr => quoted.Contains(pcr.Bank)) ? null : pcrs.Selection;
    }

    private StepOutcome OutcomeOf(int step)
    {
        int[] failed = [.. refusals.Select(r => QuoteDefects.StepOf(r.Defect))];
        if (failed.Contains(step))
            return StepOutcome.Failed;
        if (Quote is null)
            return step < failed[0] ? StepOutcome.Passed : StepOutcome.NotRun;
        return step switch
        {
            8 when Files.Ek is null => StepOutcome.NotAsked,
            11 or 12 when Pcrs is null => StepOutcome.NotAsked,
            12 when Pcrs.Digest(Quote.SigningHash, Quote.Info.PcrSelect) is null => StepOutcome.NotRun,
            _ => StepOutcome.Passed,
        };
    }
}
