using System.Diagnostics.CodeAnalysis;
using Attestation.Formats.Cbor;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Corim;

/// <summary>Collects the members of a corim-map while it is read.</summary>
internal sealed class CorimReader(StrictCborReader reader)
{
    private readonly List<Comid> _comids = [];
    private readonly List<CorimOpaqueTag> _opaque = [];
    private readonly List<CorimEntity> _entities = [];
    private readonly List<string> _notUsed = [];
    private TypedItem? _id;
    private string? _profile;
    private CorimValidity? _validity;

    public bool TryRead([NotNullWhen(true)] out CorimManifest? corim)
    {
        corim = null;
        int start = reader.Offset;
        if (reader.PeekTag() is { } tag && (tag != CorimTag.Corim || !reader.TryReadTag(tag)))
            return reader.FailAt(CorimReasons.Structure, start);
        if (!reader.IsMap || !reader.TryReadMap(TryReadMember, max: 64))
            return reader.FailAt(CorimReasons.Structure, start);
        if (_id is null)
            return reader.FailAt(CorimReasons.Id, start);
        if (_comids.Count + _opaque.Count == 0)
            return reader.FailAt(CorimReasons.Tags, start);
        corim = new CorimManifest
        {
            Id = _id, Profile = _profile, Validity = _validity, Entities = _entities, Comids = _comids, OpaqueTags = _opaque, NotUsed = _notUsed,
        };
        return true;
    }

    private bool TryReadMember(CborLabel label) => label.Integer switch
    {
        0 => TryReadId(),
        1 => reader.TryReadArray(index => TryReadTag(), min: 1, max: 1024) || reader.Fail(CorimReasons.Tags),
        2 => Note("dependent RIMs"),
        3 => TryReadProfile() || reader.Fail(CorimReasons.Profile),
        4 => TryReadValidity(),
        5 => CorimEntity.TryReadList(reader, _entities),
        _ => Note($"extension {label}"),
    };

    private bool TryReadId()
    {
        if (!TypedItem.TryRead(reader, out TypedItem id) || !CorimManifest.IsId(id))
            return reader.Fail(CorimReasons.Id);
        _id = id;
        return true;
    }

    private bool TryReadValidity()
    {
        if (!CorimValidity.TryRead(reader, out CorimValidity validity))
            return false;
        _validity = validity;
        return true;
    }

    /// <summary>One profile; older producers write an array of one.</summary>
    private bool TryReadProfile()
    {
        if (reader.IsArray)
            return reader.TryReadArray(index => CorimEntity.TryReadUri(reader, out _profile), min: 1, max: 1);
        if (reader.PeekTag() != CorimTag.Oid)
            return CorimEntity.TryReadUri(reader, out _profile);
        if (!TypedItem.TryRead(reader, out TypedItem oid) || oid.Bytes is null)
            return false;
        _profile = oid.ToString();
        return true;
    }

    private bool TryReadTag()
    {
        int start = reader.Offset;
        ulong tag = 0;
        bool outside = reader.PeekTag() is not null;
        if ((outside && !reader.TryReadAnyTag(out tag)) || !reader.TryReadBytes(out ReadOnlyMemory<byte> content, min: 1))
            return reader.FailAt(CorimReasons.Tags, start);
        if (!reader.TryOpenNested(content, out StrictCborReader inner))
            return false;
        if (!outside && !inner.TryReadAnyTag(out tag))
            return reader.FailAt(CorimReasons.Tags, start);
        if (tag != CorimTag.Comid)
        {
            _opaque.Add(new CorimOpaqueTag(tag, content));
            return true;
        }
        if (!Comid.TryRead(inner, out Comid? comid))
            return reader.FailWith(inner.Error);
        _comids.Add(comid);
        return true;
    }

    private bool Note(string what)
    {
        _notUsed.Add(what);
        return reader.TrySkip();
    }
}
