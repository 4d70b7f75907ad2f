using Attestation.Formats.Cbor;
using Attestation.Formats.Cose;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;
using Attestation.Formats.X509;

namespace Attestation.Formats.Dice;

/// <summary>One certificate of a chain, X.509 or CBOR, before its signature has been verified. Content comes out through <see cref="Verify"/>.</summary>
public sealed class UnverifiedDiceEntry
{
    private readonly UnverifiedCertificate? _certificate;
    private readonly UnverifiedCoseSign1? _message;
    private readonly DiceLayer _content;

    private UnverifiedDiceEntry(UnverifiedCertificate? certificate, UnverifiedCoseSign1? message, DiceLayer content) =>
        (_certificate, _message, _content) = (certificate, message, content);

    public DiceEntryForm Form => _content.Form;

    /// <summary>What the certificate says, for showing it to a person: nothing in it is proven.</summary>
    public DiceLayer ForDisplay => _content;

    internal DiceLayer Claimed => _content;

    internal UnverifiedCertificate? X509 => _certificate;

    /// <summary>The content, where the signature verifies under the issuer's key; else null.</summary>
    public DiceLayer? Verify(VerificationKey issuerKey)
    {
        bool verified = _certificate is not null
            ? _certificate.Verify(issuerKey) is not null
            : _message!.Verify(issuerKey, [], out _, out _);
        return verified ? _content : null;
    }

    /// <summary>One CBOR certificate, nothing after it.</summary>
    public static bool TryParseCwt(ReadOnlyMemory<byte> bytes, out UnverifiedDiceEntry entry, out ParseError error)
    {
        entry = null!;
        if (StrictCborReader.TryOpen(bytes, out StrictCborReader reader, out error) && TryReadCwt(reader, bytes, out entry))
            return true;
        error = error.Code is null ? reader.Error : error;
        return false;
    }

    internal static UnverifiedDiceEntry FromX509(UnverifiedCertificate certificate) =>
        new(certificate, null, DiceLayer.FromX509(certificate.Claimed));

    /// <summary>An untagged COSE_Sign1 whose payload is a map of CWT claims.</summary>
    internal static bool TryReadCwt(StrictCborReader reader, ReadOnlyMemory<byte> item, out UnverifiedDiceEntry entry)
    {
        entry = null!;
        var read = new Parts();
        if (!reader.TryReadItem(item, read, static (nested, to) => UnverifiedCoseSign1.TryRead(nested, CoseTag.Absent, out to.Message)))
            return false;
        if (read.Message!.ClaimedPayload is not { } payload)
            return reader.Fail(CoseReasons.PayloadMissing);
        if (!reader.TryReadNested(payload, read, static (map, to) => CwtClaims.TryRead(map, out to.Claims!)))
            return false;
        entry = new UnverifiedDiceEntry(null, read.Message, DiceLayer.FromCwt(read.Claims!, item));
        return true;
    }

    /// <summary>Where the callbacks of reading leave what they read.</summary>
    private sealed class Parts
    {
        public UnverifiedCoseSign1? Message;
        public CwtClaims? Claims;
    }
}
