using Attestation.Factory.Releases;
using Attestation.Formats.Cbor;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Ownership;

public sealed partial record OwnerAuthorisation
{
    /// <summary>Reads what <see cref="Sign"/> wrote. The board has a reader of its own; tests compare the two.</summary>
    /// <returns>Null when it is good; else the reason.</returns>
    public static ReasonCode? TryVerify(ReadOnlyMemory<byte> signed, VerificationKey key, out OwnerAuthorisation authorisation)
    {
        authorisation = null!;
        if (BoardMessage.TryVerify(signed, Largest, key, OwnershipReasons.AuthorisationMalformed, OwnershipReasons.AuthorisationSignature, out ReadOnlyMemory<byte> payload) is { } refusal)
            return refusal;
        return TryParse(payload, out authorisation) ? null : OwnershipReasons.AuthorisationMalformed;
    }

    private static bool TryParse(ReadOnlyMemory<byte> payload, out OwnerAuthorisation authorisation)
    {
        authorisation = null!;
        if (!StrictCborReader.TryOpen(payload, out StrictCborReader reader, out _))
            return false;
        string action = "";
        ReadOnlyMemory<byte> ueid = default;
        ulong? counter = null;
        VerificationKey? owner = null;
        bool read = reader.TryReadMap(label => label.Integer switch
        {
            ActionKey => reader.TryReadText(out action),
            UeidKey => reader.TryReadBytes(out ueid, UeidSize, UeidSize),
            CounterKey => reader.TryReadUInt64(out ulong n) && (counter = n) is not null,
            NewOwnerKey => OwnerKeyCbor.TryRead(reader, out owner),
            _ => reader.Fail(CborReasons.Type),
        });
        if (!read || counter is not { } count || Enum.GetValues<OwnerAction>().Where(a => NameOf(a) == action).ToArray() is not [var known])
            return false;
        authorisation = new OwnerAuthorisation(known, ueid, count, owner);
        return IsAsWritten(authorisation, payload.Span);
    }

    /// <summary>An authorisation has one form only.</summary>
    private static bool IsAsWritten(OwnerAuthorisation authorisation, ReadOnlySpan<byte> payload)
    {
        try
        {
            return authorisation.Encode().AsSpan().SequenceEqual(payload);
        }
        catch (FactoryException)
        {
            return false;
        }
    }
}
