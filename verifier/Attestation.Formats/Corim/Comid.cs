using System.Diagnostics.CodeAnalysis;
using Attestation.Formats.Cbor;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Corim;

/// <summary>Concise module identifier (draft-ietf-rats-corim section 5.1): the triples that make claims about environments.</summary>
public sealed record Comid
{
    /// <summary>tag-id: a text, or a UUID of 16 bytes.</summary>
    public required TypedItem TagId { get; init; }

    public ulong TagVersion { get; init; }

    public string? Language { get; init; }

    public IReadOnlyList<CorimEntity> Entities { get; init; } = [];

    /// <summary>Triples 0.</summary>
    public IReadOnlyList<ValueTriple> References { get; init; } = [];

    /// <summary>Triples 1.</summary>
    public IReadOnlyList<ValueTriple> EndorsedValues { get; init; } = [];

    /// <summary>Triples 2.</summary>
    public IReadOnlyList<KeyTriple> Identities { get; init; } = [];

    /// <summary>Triples 3.</summary>
    public IReadOnlyList<KeyTriple> AttestKeys { get; init; } = [];

    /// <summary>Parts that are present and not used: <c>conditional-endorsement-series triples</c>, <c>linked tags</c>.</summary>
    public IReadOnlyList<string> NotUsed { get; init; } = [];

    public static bool TryParse(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out Comid? comid, out ParseError error)
    {
        comid = null;
        if (!StrictCborReader.TryOpen(bytes, out StrictCborReader reader, out error))
            return false;
        if (TryRead(reader, out comid))
            return true;
        error = reader.Error;
        return false;
    }

    /// <summary>The CoMID in deterministic order, without what is not used.</summary>
    public byte[] Encode()
    {
        var triples = new CborMapBuilder();
        Add(triples, 0, References, CorimTriples.Write);
        Add(triples, 1, EndorsedValues, CorimTriples.Write);
        Add(triples, 2, Identities, CorimTriples.Write);
        Add(triples, 3, AttestKeys, CorimTriples.Write);
        var identity = new CborMapBuilder().AddEncoded(0, TagId.Item);
        if (TagVersion > 0)
            identity.Add(1, w => w.WriteUInt64(TagVersion));
        var map = new CborMapBuilder().Add(0, Language).Add(1, identity.WriteTo).Add(4, triples.WriteTo);
        Add(map, 2, Entities, (w, e) => e.WriteTo(w));
        return map.Encode();
    }

    internal static bool TryRead(StrictCborReader reader, [NotNullWhen(true)] out Comid? comid)
    {
        comid = null;
        int start = reader.Offset;
        var read = new ComidReader(reader);
        if (!reader.IsMap || !reader.TryReadMap(read.TryReadMember, max: 32))
            return reader.FailAt(CorimReasons.Comid, start);
        if (read.TagId is null)
            return reader.FailAt(CorimReasons.Id, start);
        if (read.TripleCount == 0)
            return reader.FailAt(CorimReasons.Triples, start);
        comid = read.Build();
        return true;
    }

    internal static void Add<T>(CborMapBuilder map, long key, IReadOnlyList<T> items, Action<System.Formats.Cbor.CborWriter, T> write)
    {
        if (items.Count == 0)
            return;
        map.Add(key, w =>
        {
            w.WriteStartArray(items.Count);
            foreach (T item in items)
                write(w, item);
            w.WriteEndArray();
        });
    }
}
