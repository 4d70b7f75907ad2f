using System.Formats.Asn1;
using Attestation.Formats.Cbor;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Eat;

public sealed partial class EatClaims
{
    /// <summary>No closure and no second reader for a claim: a token costs little more than its own size.</summary>
    private bool TryReadClaim(StrictCborReader reader, CborLabel label) => TryTyped(reader, label) || reader.Recast(FaultOf(label.Integer));

    private static ReasonCode FaultOf(long? label) => label switch
    {
        EatClaim.Nonce => EatReasons.Nonce,
        EatClaim.Ueid => EatReasons.Ueid,
        EatClaim.Submodules => EatReasons.Submodule,
        _ => EatReasons.Claim,
    };

    private bool TryTyped(StrictCborReader reader, CborLabel label) => label.Integer switch
    {
        EatClaim.Issuer => reader.TryReadText(out string issuer) && Set(Issuer = issuer),
        EatClaim.Subject => reader.TryReadText(out string subject) && Set(Subject = subject),
        EatClaim.IssuedAt => TryTime(reader, out long time) && Set(IssuedAt = time),
        EatClaim.NotBefore => TryTime(reader, out long time) && Set(NotBefore = time),
        EatClaim.Expiration => TryTime(reader, out long time) && Set(Expiration = time),
        EatClaim.Nonce => TryNonces(reader),
        EatClaim.Ueid => TryUeid(reader),
        EatClaim.OemId => TryOemId(reader),
        EatClaim.HardwareModel => reader.TryReadBytes(out ReadOnlyMemory<byte> model, 1, 32) && Set(HardwareModel = model),
        EatClaim.OemBoot => reader.TryReadBoolean(out bool boot) && Set(OemBoot = boot),
        EatClaim.DebugStatus => reader.TryReadInt32(out int status, 0, 4) && Set(DebugStatus = (DebugStatus)status),
        EatClaim.Profile => TryProfile(reader),
        EatClaim.Submodules => TrySubmodules(reader),
        EatClaim.BootCount => reader.TryReadUInt64(out ulong count) && Set(BootCount = count),
        EatClaim.BootSeed => reader.TryReadBytes(out ReadOnlyMemory<byte> seed, 32, 64) && Set(BootSeed = seed),
        EatClaim.Measurements => TryMeasurements(reader),
        EatClaim.IntendedUse => reader.TryReadInt32(out int use, 1, 5) && Set(IntendedUse = use),
        _ => TryOther(reader, label),
    };

    private bool TryOther(StrictCborReader reader, CborLabel label)
    {
        if (!reader.TryReadRaw(out ReadOnlyMemory<byte> item))
            return false;
        (_others ??= []).Add(label, item);
        return true;
    }

    /// <summary>RFC 9711 section 4.3.1: integers only, no floats. Deployed encoders put the epoch tag 1 before them, which RFC 8392 section 2 forbids but the value does not suffer from.</summary>
    private static bool TryTime(StrictCborReader value, out long seconds)
    {
        seconds = 0;
        return (value.PeekTag() != 1 || value.TryReadTag(1)) && value.TryReadInt64(out seconds);
    }

    private bool TryNonces(StrictCborReader value) => value.IsBytes
        ? value.TryReadBytes(out ReadOnlyMemory<byte> single, 8, 64) && Set(Nonces = [single])
        : TryNonceList(value);

    private bool TryNonceList(StrictCborReader value)
    {
        var nonces = new List<ReadOnlyMemory<byte>>();
        if (!value.TryReadArray(index => value.TryReadBytes(out ReadOnlyMemory<byte> nonce, 8, 64) && Add(nonces, nonce), min: 2, max: 64))
            return false;
        Nonces = nonces;
        return true;
    }

    private bool TryUeid(StrictCborReader value)
    {
        if (!value.TryReadBytes(out ReadOnlyMemory<byte> ueid, 7, 33))
            return false;
        return ueid.Span[0] is >= 1 and <= 3 ? Set(Ueid = ueid) : value.FailAt(EatReasons.Ueid, value.Offset);
    }

    private bool TryOemId(StrictCborReader value)
    {
        if (value.IsInteger)
            return value.TryReadInt64(out long number) && Set(OemEnterpriseNumber = number);
        return value.TryReadBytes(out ReadOnlyMemory<byte> id, 3, 16) && (id.Length is 3 or 16 ? Set(OemId = id) : value.Fail(EatReasons.Claim));
    }

    private bool TryProfile(StrictCborReader value)
    {
        if (value.IsText)
            return value.TryReadText(out string uri) && Set(Profile = uri);
        return value.TryReadBytes(out ReadOnlyMemory<byte> oid, 1, 255) && TryOid(oid.Span, out string dotted) && Set(Profile = dotted);
    }

    /// <summary>RFC 9090: the content octets of a DER OBJECT IDENTIFIER.</summary>
    private static bool TryOid(ReadOnlySpan<byte> content, out string dotted)
    {
        byte[] der = content.Length < 0x80 ? [0x06, (byte)content.Length, .. content] : [0x06, 0x81, (byte)content.Length, .. content];
        try
        {
            dotted = AsnDecoder.ReadObjectIdentifier(der, AsnEncodingRules.DER, out _);
            return true;
        }
        catch (AsnContentException)
        {
            dotted = "";
            return false;
        }
    }

    private bool TrySubmodules(StrictCborReader value) => value.TryReadMap(name => TrySubmodule(value, name), max: 256);

    /// <summary>RFC 9711 section 4.2.18: map = claims set, byte string or text = token, array = detached digest, or a tagged CWT as deployed.</summary>
    private bool TrySubmodule(StrictCborReader value, CborLabel name)
    {
        if (name.Text is null)
            return value.Fail(EatReasons.Submodule);
        EatSubmoduleKind? kind = value switch
        {
            { IsMap: true } => EatSubmoduleKind.Claims,
            { IsBytes: true } or { IsText: true } => EatSubmoduleKind.Token,
            { IsArray: true } => EatSubmoduleKind.DetachedDigest,
            _ => null,
        };
        if (kind is null)
            return value.Fail(EatReasons.Submodule);
        return value.TryReadRaw(out ReadOnlyMemory<byte> item) && (_submodules ??= new(StringComparer.Ordinal)).TryAdd(name.Text, new EatSubmodule(kind.Value, item));
    }

    private bool TryMeasurements(StrictCborReader value)
    {
        var list = new List<EatMeasurement>();
        bool good = value.TryReadArray(index => value.TryStartArray(out int count) && count == 2
            && value.TryReadInt32(out int format, 0, ushort.MaxValue)
            && (value.IsBytes ? value.TryReadBytes(out ReadOnlyMemory<byte> content) : value.TryReadRaw(out content))
            && value.TryEndArray()
            && Add(list, new EatMeasurement(format, content)), min: 1, max: 256);
        Measurements = list;
        return good;
    }

    /// <summary>Lets an assignment stand at the end of a condition.</summary>
    private static bool Set<T>(T _) => true;

    private static bool Add<T>(List<T> list, T item)
    {
        list.Add(item);
        return true;
    }
}
