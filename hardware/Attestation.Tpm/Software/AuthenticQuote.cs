using System.Security.Cryptography;
using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Software;

/// <summary>What a verifier expects of a quote.</summary>
/// <param name="Nonce">The qualifying data, whole; never empty.</param>
/// <param name="Selection">The PCRs asked for; null only where there was no asking (a file handed in), then any non-empty selection is taken.</param>
/// <param name="Pcrs">The values supplied beside the quote; null where none were: then only what is signed is known, a digest.</param>
/// <param name="QualifiedSigner">The key's qualified name where the verifier knows the key's ancestors.</param>
public sealed record QuoteExpectation(byte[] Nonce, TpmlPcrSelection? Selection, PcrValues? Pcrs, byte[]? QualifiedSigner = null);

/// <summary>A quote whose signature verified and whose structure is sound. Not yet fresh, not yet about the right PCRs.</summary>
public sealed class AuthenticQuote
{
    internal AuthenticQuote(AttestationKey key, TpmsAttest attest, TpmsQuoteInfo info, TpmAlgId signingHash)
    {
        Key = key;
        Attest = attest;
        Info = info;
        SigningHash = signingHash;
    }

    public AttestationKey Key { get; }

    /// <summary>The whole attestation: clock, counters, firmware version, qualified signer.</summary>
    public TpmsAttest Attest { get; }

    public TpmsQuoteInfo Info { get; }

    /// <summary>The hash of the signature, and so of pcrDigest; a bank may have another.</summary>
    public TpmAlgId SigningHash { get; }

    /// <summary>Steps 8 to 12: every reason for which this quote does not answer the verifier's question. Empty: it does.</summary>
    public IReadOnlyList<QuoteRefusal> Check(QuoteExpectation expected) =>
    [
        .. Step8Signer(expected.QualifiedSigner),
        .. Step9Nonce(expected.Nonce),
        .. Step10Selection(expected.Selection),
        .. Step11Supplied(expected.Pcrs),
        .. Step12Digest(expected.Pcrs),
    ];

    private IEnumerable<QuoteRefusal> Step8Signer(byte[]? qualifiedName)
    {
        if (qualifiedName is not null && !Attest.QualifiedSigner.AsSpan().SequenceEqual(qualifiedName))
            yield return new QuoteRefusal(QuoteDefect.SignerDiffers, Hex(qualifiedName), Hex(Attest.QualifiedSigner));
    }

    /// <summary>Compared in constant time; the expected nonce is not repeated in the refusal, since the attester may see it.</summary>
    private IEnumerable<QuoteRefusal> Step9Nonce(byte[] nonce)
    {
        if (nonce.Length == 0)
            yield return new QuoteRefusal(QuoteDefect.NonceNotAsked);
        else if (Attest.ExtraData.Length == 0)
            yield return new QuoteRefusal(QuoteDefect.NonceAbsent, $"{nonce.Length} bytes", "none");
        else if (!CryptographicOperations.FixedTimeEquals(Attest.ExtraData, nonce))
            yield return new QuoteRefusal(QuoteDefect.NonceDiffers, $"{nonce.Length} bytes", Hex(Attest.ExtraData));
    }

    private IEnumerable<QuoteRefusal> Step10Selection(TpmlPcrSelection? asked)
    {
        if (!Info.PcrSelect.InOrder.Any())
        {
            yield return new QuoteRefusal(QuoteDefect.SelectionEmpty, asked?.ToString() ?? "at least one PCR", Info.PcrSelect.ToString());
            yield break;
        }
        if (asked is null || Info.PcrSelect.InOrder.SequenceEqual(asked.InOrder))
            yield break;
        bool sameBanks = Banks(asked).SetEquals(Banks(Info.PcrSelect));
        QuoteDefect defect = sameBanks ? QuoteDefect.SelectionDiffers : QuoteDefect.SelectionWrongBank;
        yield return new QuoteRefusal(defect, asked.ToString(), Info.PcrSelect.ToString());
    }

    private IEnumerable<QuoteRefusal> Step11Supplied(PcrValues? pcrs)
    {
        if (pcrs is null)
            yield break;
        (TpmAlgId Bank, int Index)[] quoted = [.. Info.PcrSelect.InOrder];
        bool complete = true;
        foreach ((TpmAlgId bank, int index) in quoted)
        {
            if (pcrs.TryGet(bank, index, out byte[]? value) && value.Length == bank.DigestSize())
                continue;
            complete = false;
            yield return value is null
                ? new QuoteRefusal(QuoteDefect.PcrNotSupplied, $"{bank.BankName()}:{index}")
                : new QuoteRefusal(QuoteDefect.PcrValueSize, $"{bank.DigestSize()} bytes", $"{bank.BankName()}:{index} has {value.Length} bytes");
        }
        if (complete && quoted.Length == pcrs.Count && Info.PcrSelect.Selections.Count == 1)
            yield break; // as many as quoted, all of them quoted
        foreach (((TpmAlgId bank, int index) pcr, _) in pcrs.AsSet)
        {
            if (!quoted.Contains(pcr))
                yield return new QuoteRefusal(QuoteDefect.PcrNotQuoted, Info.PcrSelect.ToString(), $"{pcr.bank.BankName()}:{pcr.index}");
        }
    }

    private IEnumerable<QuoteRefusal> Step12Digest(PcrValues? pcrs)
    {
        if (Info.PcrDigest.Length != SigningHash.DigestSize())
            yield return new QuoteRefusal(QuoteDefect.PcrDigestSize, $"{SigningHash.DigestSize()} bytes", $"{Info.PcrDigest.Length} bytes");
        else if (pcrs?.Digest(SigningHash, Info.PcrSelect) is { } digest && !digest.AsSpan().SequenceEqual(Info.PcrDigest))
            yield return new QuoteRefusal(QuoteDefect.PcrDigestDiffers, Hex(Info.PcrDigest), Hex(digest));
    }

    private static HashSet<TpmAlgId> Banks(TpmlPcrSelection selection) => [.. selection.InOrder.Select(pcr => pcr.Bank)];

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
