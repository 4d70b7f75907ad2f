using System.Formats.Cbor;
using Attestation.Formats.Cbor;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Corim;

/// <summary>validity-map (draft-ietf-rats-corim section 7.3): seconds since 1970; the beginning may be open.</summary>
public readonly record struct CorimValidity(long? NotBefore, long NotAfter)
{
    public bool Contains(DateTimeOffset now) => now.ToUnixTimeSeconds() <= NotAfter && (NotBefore is null || now.ToUnixTimeSeconds() >= NotBefore);

    internal static bool TryRead(StrictCborReader reader, out CorimValidity validity)
    {
        validity = default;
        int start = reader.Offset;
        long? notBefore = null, notAfter = null;
        bool good = reader.IsMap && reader.TryReadMap(label => label.Integer switch
        {
            0 => TryReadTime(reader, out notBefore),
            1 => TryReadTime(reader, out notAfter),
            _ => reader.Fail(CorimReasons.Validity),
        }, max: 2);
        if (!good || notAfter is null || notAfter < notBefore)
            return reader.FailAt(CorimReasons.Validity, start);
        validity = new CorimValidity(notBefore, notAfter.Value);
        return true;
    }

    internal void WriteTo(CborWriter writer)
    {
        var map = new CborMapBuilder();
        if (NotBefore is { } notBefore)
            map.Add(0, w => WriteTime(w, notBefore));
        long notAfter = NotAfter;
        map.Add(1, w => WriteTime(w, notAfter)).WriteTo(writer);
    }

    private static void WriteTime(CborWriter writer, long seconds)
    {
        writer.WriteTag((CborTag)CorimTag.EpochTime);
        writer.WriteInt64(seconds);
    }

    private static bool TryReadTime(StrictCborReader reader, out long? seconds)
    {
        seconds = null;
        if (!reader.TryReadTag(CorimTag.EpochTime) || !reader.TryReadInt64(out long value))
            return false;
        seconds = value;
        return true;
    }
}
