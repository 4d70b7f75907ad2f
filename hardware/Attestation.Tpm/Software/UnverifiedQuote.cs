using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Software;

/// <summary>
/// A quote as it came. Its content is handed out only by <see cref="TryVerify"/>, after the signature over these very bytes.
/// Steps 1 to 7 are here; what the verifier asked for is checked by <see cref="AuthenticQuote"/>, steps 8 to 12.
/// </summary>
public sealed class UnverifiedQuote
{
    private readonly byte[] attest;
    private readonly byte[] signature;

    /// <param name="attest">TPMS_ATTEST.</param>
    /// <param name="signature">TPMT_SIGNATURE.</param>
    public UnverifiedQuote(byte[] attest, byte[] signature)
    {
        this.attest = attest;
        this.signature = signature;
    }

    /// <summary>A quote whose attestation came as TPM2B_ATTEST (or as TPMS_ATTEST): the size is taken off before anything is verified.</summary>
    public static UnverifiedQuote OfEitherForm(byte[] attest, byte[] signature) => new(IsWrapped(attest) ? attest[2..] : attest, signature);

    /// <summary>Steps 1 to 7.</summary>
    /// <param name="key">The attestation key, trusted for reasons of the caller's.</param>
    /// <param name="quote">The content.</param>
    /// <param name="refusal">Why not; the first reason.</param>
    public bool TryVerify(AttestationKey key, [NotNullWhen(true)] out AuthenticQuote? quote, [NotNullWhen(false)] out QuoteRefusal? refusal)
    {
        quote = null;
        TpmAlgId hash = TpmAlgId.Null;
        TpmsAttest? content = null;
        refusal = Step1ParseSignature(out TpmtSignature? parsed)
            ?? Step2Scheme(key, parsed!, out hash)
            ?? Step3Key(key)
            ?? Step4Signature(key, parsed!, hash)
            ?? Step5Magic()
            ?? Step6Type()
            ?? Step7Parse(out content);
        if (refusal is not null)
            return false;
        quote = new AuthenticQuote(key, content!, (TpmsQuoteInfo)content!.Attested, hash);
        return true;
    }

    private QuoteRefusal? Step1ParseSignature(out TpmtSignature? parsed) =>
        WireValue.TryParse(signature, out parsed, out WireError error) ? null : new QuoteRefusal(QuoteDefect.SignatureMalformed, Wire: error);

    private static QuoteRefusal? Step2Scheme(AttestationKey key, TpmtSignature parsed, out TpmAlgId hash)
    {
        hash = (parsed as RsaSignature)?.Hash ?? (parsed as EccSignature)?.Hash ?? TpmAlgId.Null;
        QuoteDefect? defect = parsed.SigAlg switch
        {
            TpmAlgId.Null => QuoteDefect.SignatureAbsent,
            TpmAlgId.RsaSsa or TpmAlgId.RsaPss or TpmAlgId.EcDsa => hash switch
            {
                TpmAlgId.Sha1 => QuoteDefect.SignatureHashWeak,
                TpmAlgId.Sha256 or TpmAlgId.Sha384 or TpmAlgId.Sha512 => key.CheckScheme(parsed.SigAlg, hash),
                _ => QuoteDefect.SignatureHashUnsupported,
            },
            _ => QuoteDefect.SignatureSchemeUnsupported,
        };
        return defect is { } found ? new QuoteRefusal(found, Actual: $"{parsed.SigAlg} {hash}") : null;
    }

    private static QuoteRefusal? Step3Key(AttestationKey key) =>
        key.CheckKind() is { } defect ? new QuoteRefusal(defect, Actual: key.Public?.Attributes.ToString() ?? "") : null;

    private QuoteRefusal? Step4Signature(AttestationKey key, TpmtSignature parsed, TpmAlgId hash)
    {
        QuoteDefect? defect = key.CheckSignature(parsed, TpmHash.Compute(hash, attest), TpmHash.NameOf(hash)!.Value);
        return defect is { } found ? new QuoteRefusal(found) : null;
    }

    private QuoteRefusal? Step5Magic()
    {
        if (IsWrapped(attest))
            return new QuoteRefusal(QuoteDefect.AttestWrapped);
        if (attest.Length < 4)
            return new QuoteRefusal(QuoteDefect.AttestTruncated, Wire: new WireError(WireDefect.Truncated, 0, "magic"));
        uint magic = BinaryPrimitives.ReadUInt32BigEndian(attest);
        return magic == TpmsAttest.GeneratedValue
            ? null
            : new QuoteRefusal(QuoteDefect.AttestMagic, $"{TpmsAttest.GeneratedValue:X8}", $"{magic:X8}");
    }

    private QuoteRefusal? Step6Type()
    {
        if (attest.Length < 6)
            return new QuoteRefusal(QuoteDefect.AttestTruncated, Wire: new WireError(WireDefect.Truncated, 4, "type"));
        ushort type = BinaryPrimitives.ReadUInt16BigEndian(attest.AsSpan(4));
        return type == (ushort)TpmSt.AttestQuote
            ? null
            : new QuoteRefusal(QuoteDefect.AttestNotQuote, $"{(ushort)TpmSt.AttestQuote:X4}", $"{type:X4}");
    }

    private QuoteRefusal? Step7Parse(out TpmsAttest? content)
    {
        if (WireValue.TryParse(attest, out content, out WireError error))
            return null;
        QuoteDefect defect = error.Defect switch
        {
            WireDefect.Truncated => QuoteDefect.AttestTruncated,
            WireDefect.TrailingBytes => QuoteDefect.AttestTrailingBytes,
            WireDefect.TooMany => QuoteDefect.AttestTooMany,
            _ => QuoteDefect.AttestMalformed,
        };
        return new QuoteRefusal(defect, Wire: error);
    }

    private static bool IsWrapped(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 6 && (bytes[0] << 8 | bytes[1]) == bytes.Length - 2
        && bytes[2..6].SequenceEqual((ReadOnlySpan<byte>)[0xFF, 0x54, 0x43, 0x47]);
}
