using System.Diagnostics.CodeAnalysis;
using System.Formats.Cbor;
using Attestation.Formats.Cbor;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Corim;

/// <summary>A tag of a CoRIM that is recognised and not read: CoSWID (505), CoTL (508), or another.</summary>
public readonly record struct CorimOpaqueTag(ulong Tag, ReadOnlyMemory<byte> Content);

/// <summary>
/// corim-map (draft-ietf-rats-corim section 4.1). Deployed forms that differ from the draft and are read too: no tag 501 before the map, and tags
/// inside their byte string (bstr .cbor 506(comid)) instead of outside. The bare map stands in the signed CoRIMs of older tools.
/// </summary>
public sealed record CorimManifest
{
    /// <summary>A text, or a UUID of 16 bytes.</summary>
    public required TypedItem Id { get; init; }

    /// <summary>A URI, or an OID as 111(hex); null when absent.</summary>
    public string? Profile { get; init; }

    public CorimValidity? Validity { get; init; }

    public IReadOnlyList<CorimEntity> Entities { get; init; } = [];

    public IReadOnlyList<Comid> Comids { get; init; } = [];

    /// <summary>Tags that are present and not read.</summary>
    public IReadOnlyList<CorimOpaqueTag> OpaqueTags { get; init; } = [];

    /// <summary>Parts that are present and not used: <c>dependent RIMs</c>, <c>extension -1</c>.</summary>
    public IReadOnlyList<string> NotUsed { get; init; } = [];

    /// <summary>Reads an unsigned CoRIM.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out CorimManifest? corim, out ParseError error, int maxSize = CborWellFormed.DefaultMaxSize)
    {
        corim = null;
        if (!StrictCborReader.TryOpen(bytes, out StrictCborReader reader, out error, maxSize))
            return false;
        if (new CorimReader(reader).TryRead(out corim))
            return true;
        error = reader.Error;
        return false;
    }

    /// <summary>The CoRIM as 501(corim-map) in deterministic order, with its CoMIDs.</summary>
    public byte[] Encode()
    {
        var map = new CborMapBuilder().AddEncoded(0, Id.Item);
        Comid.Add(map, 1, Comids, (w, comid) =>
        {
            w.WriteTag((CborTag)CorimTag.Comid);
            w.WriteByteString(comid.Encode());
        });
        if (Profile is { } profile)
            map.Add(3, w => { w.WriteTag((CborTag)CorimTag.Uri); w.WriteTextString(profile); });
        if (Validity is { } validity)
            map.Add(4, validity.WriteTo);
        Comid.Add(map, 5, Entities, (w, entity) => entity.WriteTo(w));
        return CborMapBuilder.Encode(w =>
        {
            w.WriteTag((CborTag)CorimTag.Corim);
            map.WriteTo(w);
        });
    }

    internal static bool IsId(TypedItem id) => id.Text is { Length: > 0 } || id.Bytes is { Length: 16 };
}
