using System.Formats.Cbor;
using Attestation.Formats.Cbor;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Corim;

/// <summary>entity-map (draft-ietf-rats-corim section 7.2). Roles: CoMID 0 tag-creator, 1 creator, 2 maintainer; CoRIM 1 manifest-creator, 2 manifest-signer.</summary>
public sealed record CorimEntity(string Name, string? RegistrationId, IReadOnlyList<long> Roles)
{
    internal static bool TryReadList(StrictCborReader reader, List<CorimEntity> entities)
    {
        int start = reader.Offset;
        return reader.TryReadArray(index => TryRead(reader, entities), min: 1, max: 64) || reader.FailAt(CorimReasons.Entity, start);
    }

    internal void WriteTo(CborWriter writer)
    {
        var map = new CborMapBuilder().Add(0, Name);
        if (RegistrationId is { } id)
            map.Add(1, w => { w.WriteTag((CborTag)CorimTag.Uri); w.WriteTextString(id); });
        Comid.Add(map, 2, Roles, (w, role) => w.WriteInt64(role));
        map.WriteTo(writer);
    }

    private static bool TryRead(StrictCborReader reader, List<CorimEntity> entities)
    {
        string? name = null, id = null;
        var roles = new List<long>();
        bool good = reader.TryReadMap(label => label.Integer switch
        {
            0 => reader.TryReadText(out name!),
            1 => TryReadUri(reader, out id),
            2 => reader.TryReadArray(index => reader.TryReadInt64(out long role) && Keep(() => roles.Add(role)), min: 1, max: 16),
            _ => reader.TrySkip(),
        }, max: 32);
        if (!good || name is null || roles.Count == 0)
            return reader.Fail(CorimReasons.Entity);
        entities.Add(new CorimEntity(name, id, roles));
        return true;
    }

    /// <summary>32(text) as the draft says, or the bare text of older producers.</summary>
    internal static bool TryReadUri(StrictCborReader reader, out string? uri)
    {
        uri = null;
        if (reader.PeekTag() is not null && !reader.TryReadTag(CorimTag.Uri))
            return false;
        bool good = reader.TryReadText(out string text);
        uri = text;
        return good;
    }

    private static bool Keep(Action keep)
    {
        keep();
        return true;
    }
}
