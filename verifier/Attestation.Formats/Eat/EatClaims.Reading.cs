using System.Formats.Asn1;
using Attestation.Formats.Cbor;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Eat;

public sealed partial class EatClaims
{
    private bool TryReadClaim(StrictCborReader reader, CborLabel label)
    {
        if (!reader.TryReadRaw(out ReadOnlyMemory<byte> item))
            return false;
        StrictCborReader value = reader.OpenItem(item);
        ReasonCode fault = label.Integer switch
        {
            EatClaim.Nonce => EatReasons.Nonce,
            EatClaim.Ueid => EatReasons.Ueid,
            EatClaim.Submodules => EatReasons.Submodule,
            _ => EatReasons.Claim,
        };
        return TryTyped(value, label, item) || reader.FailAt(fault, value.Error.Offset);
    }

    private bool TryTyped(StrictCborReader value, CborLabel label, ReadOnlyMemory<byte> item) => label.Integer switch
    {
        EatClaim.Issuer => value.TryReadText(out string issuer) && Set(() => Issuer = issuer),
        EatClaim.Subject => value.TryReadText(out string subject) && Set(() => Subject = subject),
        EatClaim.IssuedAt => TryTime(value, t => IssuedAt = t),
        EatClaim.NotBefore => TryTime(value, t => NotBefore = t),
        EatClaim.Expiration => TryTime(value, t => Expiration = t),
        EatClaim.Nonce => TryNonces(value),
        EatClaim.Ueid => TryUeid(value),
        EatClaim.OemId => TryOemId(value),
        EatClaim.HardwareModel => value.TryReadBytes(out ReadOnlyMemory<byte> model, 1, 32) && Set(() => HardwareModel = model),
        EatClaim.OemBoot => value.TryReadBoolean(out bool boot) && Set(() => OemBoot = boot),
        EatClaim.DebugStatus => value.TryReadInt32(out int status, 0, 4) && Set(() => DebugStatus = (DebugStatus)status),
        EatClaim.Profile => TryProfile(value),
        EatClaim.Submodules => value.TryReadMap(name => TrySubmodule(value, name), max: 256),
        EatClaim.BootCount => value.TryReadUInt64(out ulong count) && Set(() => BootCount = count),
        EatClaim.BootSeed => value.TryReadBytes(out ReadOnlyMemory<byte> seed, 32, 64) && Set(() => BootSeed = seed),
        EatClaim.Measurements => TryMeasurements(value),
        EatClaim.IntendedUse => value.TryReadInt32(out int use, 1, 5) && Set(() => IntendedUse = use),
        _ => Set(() => _others.Add(label, item)),
    };

    /// <summary>RFC 9711 section 4.3.1: integers only, no floats. Deployed encoders put the epoch tag 1 before them, which RFC 8392 section 2 forbids but the value does not suffer from.</summary>
    private static bool TryTime(StrictCborReader value, Action<long> set)
    {
        if (value.PeekTag() == 1 && !value.TryReadTag(1))
            return false;
        if (!value.TryReadInt64(out long seconds))
            return false;
        set(seconds);
        return true;
    }

    private bool TryNonces(StrictCborReader value)
    {
        if (value.IsBytes)
            return value.TryReadBytes(out ReadOnlyMemory<byte> single, 8, 64) && Set(() => Nonces = [single]);
        var nonces = new List<ReadOnlyMemory<byte>>();
        if (!value.TryReadArray(index => value.TryReadBytes(out ReadOnlyMemory<byte> nonce, 8, 64) && Set(() => nonces.Add(nonce)), min: 2, max: 64))
            return false;
        Nonces = nonces;
        return true;
    }

    private bool TryUeid(StrictCborReader value)
    {
        if (!value.TryReadBytes(out ReadOnlyMemory<byte> ueid, 7, 33))
            return false;
        return ueid.Span[0] is >= 1 and <= 3 ? Set(() => Ueid = ueid) : value.FailAt(EatReasons.Ueid, value.Offset);
    }

    private bool TryOemId(StrictCborReader value)
    {
        if (value.IsInteger)
            return value.TryReadInt64(out long number) && Set(() => OemEnterpriseNumber = number);
        return value.TryReadBytes(out ReadOnlyMemory<byte> id, 3, 16) && (id.Length is 3 or 16 ? Set(() => OemId = id) : value.Fail(EatReasons.Claim));
    }

    private bool TryProfile(StrictCborReader value)
    {
        if (value.IsText)
            return value.TryReadText(out string uri) && Set(() => Profile = uri);
        return value.TryReadBytes(out ReadOnlyMemory<byte> oid, 1, 255) && TryOid(oid.Span, out string dotted) && Set(() => Profile = dotted);
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
        return value.TryReadRaw(out ReadOnlyMemory<byte> item) && Set(() => _submodules.Add(name.Text, new EatSubmodule(kind.Value, item)));
    }

    private bool TryMeasurements(StrictCborReader value)
    {
        var list = new List<EatMeasurement>();
        bool good = value.TryReadArray(index => value.TryStartArray(out int count) && count == 2
            && value.TryReadInt32(out int format, 0, ushort.MaxValue)
            && (value.IsBytes ? value.TryReadBytes(out ReadOnlyMemory<byte> content) : value.TryReadRaw(out content))
            && value.TryEndArray()
            && Set(() => list.Add(new EatMeasurement(format, content))), min: 1, max: 256);
        Measurements = list;
        return good;
    }

    private static bool Set(Action set)
    {
        set();
        return true;
    }
}
