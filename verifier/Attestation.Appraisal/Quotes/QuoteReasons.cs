using Attestation.Formats.Reasons;
using Attestation.Tpm.Software;

namespace Attestation.Appraisal.Quotes;

/// <summary>The reason that stands for each defect of a quote. Attestation.Tpm knows nothing of ours, so the table is here.</summary>
public static class QuoteReasons
{
    public static ReasonCode Of(QuoteDefect defect) => defect switch
    {
        QuoteDefect.SignatureMalformed => TpmReasons.SignatureForm,
        QuoteDefect.SignatureAbsent => TpmReasons.SignatureAbsent,
        QuoteDefect.SignatureSchemeUnsupported => TpmReasons.SignatureScheme,
        QuoteDefect.SignatureHashWeak => TpmReasons.SignatureSha1,
        QuoteDefect.SignatureHashUnsupported => TpmReasons.SignatureHash,
        QuoteDefect.SignatureSchemeNotOfKey => TpmReasons.SignatureSchemeOfKey,
        QuoteDefect.SignatureHashNotOfKey => TpmReasons.SignatureHashOfKey,
        QuoteDefect.KeyUnsupported => TpmReasons.AkUnsupported,
        QuoteDefect.KeyNotRestricted => TpmReasons.AkNotRestricted,
        QuoteDefect.KeyNotSigning => TpmReasons.AkNotSigning,
        QuoteDefect.KeyDecrypts => TpmReasons.AkDecrypts,
        QuoteDefect.KeyNotFixed => TpmReasons.AkNotFixed,
        QuoteDefect.KeyNotOfTpm => TpmReasons.AkImported,
        QuoteDefect.SignatureValueOutOfRange => TpmReasons.SignatureRange,
        QuoteDefect.SignatureInvalid => TpmReasons.Signature,
        QuoteDefect.AttestWrapped => TpmReasons.Wrapped,
        QuoteDefect.AttestTruncated => TpmReasons.Truncated,
        QuoteDefect.AttestMagic => TpmReasons.Magic,
        QuoteDefect.AttestNotQuote => TpmReasons.Type,
        QuoteDefect.AttestTrailingBytes => TpmReasons.Trailing,
        QuoteDefect.AttestTooMany => TpmReasons.TooMany,
        QuoteDefect.AttestMalformed => TpmReasons.Malformed,
        QuoteDefect.SignerDiffers => TpmReasons.Signer,
        QuoteDefect.NonceNotAsked => TpmReasons.NonceNotAsked,
        QuoteDefect.NonceAbsent => TpmReasons.NonceAbsent,
        QuoteDefect.NonceDiffers => TpmReasons.Nonce,
        QuoteDefect.SelectionEmpty => TpmReasons.SelectionEmpty,
        QuoteDefect.SelectionWrongBank => TpmReasons.Bank,
        QuoteDefect.SelectionDiffers => TpmReasons.Selection,
        QuoteDefect.PcrNotQuoted => TpmReasons.PcrNotQuoted,
        QuoteDefect.PcrNotSupplied => TpmReasons.PcrNotSupplied,
        QuoteDefect.PcrValueSize => TpmReasons.PcrSize,
        QuoteDefect.PcrDigestSize => TpmReasons.DigestSize,
        QuoteDefect.PcrDigestDiffers => TpmReasons.Digest,
        _ => throw new ArgumentOutOfRangeException(nameof(defect)),
    };

    /// <summary>True where the bytes are not the structure that was announced; false where a sound quote is refused for what it says.</summary>
    public static bool IsMalformed(QuoteDefect defect) => defect is QuoteDefect.SignatureMalformed or QuoteDefect.AttestTruncated
        or QuoteDefect.AttestTrailingBytes or QuoteDefect.AttestTooMany or QuoteDefect.AttestMalformed;
}
