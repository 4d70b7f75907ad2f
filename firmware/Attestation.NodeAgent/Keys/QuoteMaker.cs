using Attestation.Tpm.Commands;
using Attestation.Tpm.Sessions;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.NodeAgent.Keys;

/// <summary>One signature of the TPM over PCRs.</summary>
/// <param name="Attest">TPMS_ATTEST.</param>
/// <param name="Signature">TPMT_SIGNATURE.</param>
public sealed record SignedQuote(byte[] Attest, byte[] Signature);

/// <summary>Quotes with the PCR values that they cover.</summary>
/// <param name="Quotes">One, or one for each bank where the TPM does not sign all of them at once.</param>
/// <param name="Values">Exactly the quoted PCRs.</param>
public sealed record QuotedPcrs(IReadOnlyList<SignedQuote> Quotes, PcrValues Values);

/// <summary>
/// Quotes PCRs together with values that belong to the quote. A quote carries only a digest over the values, and PCR 10 moves with every program
/// that runs between TPM2_Quote and TPM2_PCR_Read: both are repeated until they fit.
/// </summary>
public static class QuoteMaker
{
    /// <summary>Attempts before the agent gives up: a machine that extends a PCR in each of them measures without a pause.</summary>
    public const int MostAttempts = 25;

    /// <param name="tpm">The TPM.</param>
    /// <param name="key">A restricted signing key.</param>
    /// <param name="qualifyingData">At most the size of the largest digest of the TPM.</param>
    /// <param name="selection">The PCRs; the TPM must have the banks (<see cref="PcrChoice.RequireAsync"/>).</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <exception cref="AgentException">PCRs changed during every attempt.</exception>
    public static async Task<QuotedPcrs> QuoteAsync(
        TpmConnection tpm, LoadedKey key, byte[] qualifyingData, TpmlPcrSelection selection, CancellationToken cancellation = default)
    {
        IReadOnlyList<TpmlPcrSelection> parts = [selection];
        for (int attempt = 0; attempt < MostAttempts; attempt++)
        {
            try
            {
                if (await TryQuoteAsync(tpm, key, qualifyingData, parts, selection, cancellation) is { } quoted)
                    return quoted;
            }
            catch (TpmException e) when (parts.Count < selection.Selections.Count && IsTooMuch(e.Code))
            {
                parts = [.. selection.Selections.Select(bank => new TpmlPcrSelection([bank]))];
            }
        }
        throw AgentException.Failed($"The PCRs {selection} changed between quote and reading {MostAttempts} times in a row; the agent tries again later.");
    }

    private static async Task<QuotedPcrs?> TryQuoteAsync(
        TpmConnection tpm, LoadedKey key, byte[] qualifyingData, IReadOnlyList<TpmlPcrSelection> parts, TpmlPcrSelection all, CancellationToken cancellation)
    {
        var responses = new List<QuoteResponse>();
        foreach (TpmlPcrSelection part in parts)
            responses.Add(await tpm.SendAsync(new Quote(key.Handle, qualifyingData, TpmtScheme.Null, part), cancellation));
        PcrValues values = await tpm.ReadPcrsAsync(all, cancellation);
        bool fit = responses.Zip(parts).All(pair => Covers(pair.First, pair.Second, values));
        return fit ? new QuotedPcrs([.. responses.Select(r => new SignedQuote(r.Quoted, WireValue.Encode(r.Signature)))], values) : null;
    }

    /// <summary>Is the digest in the quote the one over these values?</summary>
    /// <exception cref="TpmProtocolException">The TPM signed something else than it was asked for.</exception>
    private static bool Covers(QuoteResponse response, TpmlPcrSelection asked, PcrValues values)
    {
        if (!WireValue.TryParse(response.Quoted, out TpmsAttest? attest, out WireError error) || attest.Attested is not TpmsQuoteInfo info)
            throw new TpmProtocolException($"TPM2_Quote answered no quote: {error.Sentence}");
        if (!info.PcrSelect.InOrder.SequenceEqual(asked.InOrder))
            throw new TpmProtocolException($"TPM2_Quote was asked for {asked} and signed {info.PcrSelect}");
        TpmAlgId hash = (response.Signature as RsaSignature)?.Hash ?? (response.Signature as EccSignature)?.Hash ?? TpmAlgId.Sha256;
        return values.Digest(hash, asked) is { } digest && digest.AsSpan().SequenceEqual(info.PcrDigest);
    }

    /// <summary>What TPMs answer to a selection with more banks than they take at once.</summary>
    private static bool IsTooMuch(TpmRc code) => code.Base == TpmCodes.Size || code.Base == TpmCodes.Value;
}
