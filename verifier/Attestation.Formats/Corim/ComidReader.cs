using Attestation.Formats.Cbor;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Corim;

/// <summary>Collects the members of a concise-mid-tag while its map is read.</summary>
internal sealed class ComidReader(StrictCborReader reader)
{
    private static readonly string[] TripleNames =
    [
        "", "", "", "", "dependency", "membership", "coswid", "", "conditional-endorsement-series", "", "conditional-endorsement",
    ];

    private readonly List<ValueTriple> _references = [], _endorsed = [];
    private readonly List<KeyTriple> _identities = [], _attestKeys = [];
    private readonly List<CorimEntity> _entities = [];
    private readonly List<string> _notUsed = [];
    private string? _language;
    private ulong _version;

    public TypedItem? TagId { get; private set; }

    /// <summary>Lists of triples seen, used or not.</summary>
    public int TripleCount { get; private set; }

    public Comid Build() => new()
    {
        TagId = TagId!,
        TagVersion = _version,
        Language = _language,
        Entities = _entities,
        References = _references,
        EndorsedValues = _endorsed,
        Identities = _identities,
        AttestKeys = _attestKeys,
        NotUsed = _notUsed,
    };

    public bool TryReadMember(CborLabel label) => label.Integer switch
    {
        0 => reader.TryReadText(out _language!),
        1 => reader.TryReadMap(TryReadIdentity, max: 2),
        2 => CorimEntity.TryReadList(reader, _entities),
        3 => Note("linked tags"),
        4 => reader.IsMap ? reader.TryReadMap(TryReadTriples, max: 32) : reader.Fail(CorimReasons.Triples),
        _ => Note($"extension {label}"),
    };

    private bool TryReadIdentity(CborLabel label)
    {
        if (label.Integer == 1)
            return reader.TryReadUInt64(out _version);
        TypedItem id = null!;
        if (label.Integer != 0 || !TypedItem.TryRead(reader, out id) || !CorimManifest.IsId(id))
            return reader.Fail(CorimReasons.Id);
        TagId = id;
        return true;
    }

    private bool TryReadTriples(CborLabel label)
    {
        TripleCount++;
        switch (label.Integer)
        {
            case 0:
                return TryReadValues(_references);
            case 1:
                return TryReadValues(_endorsed);
            case 2:
                return TryReadKeys(_identities);
            case 3:
                return TryReadKeys(_attestKeys);
            default:
                string name = label.Integer is >= 4 and <= 10 ? TripleNames[label.Number] : "";
                return Note((name.Length > 0 ? name : label.ToString()) + " triples");
        }
    }

    private bool TryReadValues(List<ValueTriple> triples)
    {
        int start = reader.Offset;
        return reader.TryReadArray(index =>
        {
            bool good = CorimTriples.TryReadValue(reader, out ValueTriple triple);
            triples.Add(triple);
            return good;
        }, min: 1) || reader.FailAt(CorimReasons.Triples, start);
    }

    private bool TryReadKeys(List<KeyTriple> triples)
    {
        int start = reader.Offset;
        return reader.TryReadArray(index =>
        {
            bool good = CorimTriples.TryReadKey(reader, out KeyTriple triple);
            triples.Add(triple);
            return good;
        }, min: 1) || reader.FailAt(CorimReasons.Triples, start);
    }

    private bool Note(string what)
    {
        _notUsed.Add(what);
        return reader.TrySkip();
    }
}
