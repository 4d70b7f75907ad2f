using System.Formats.Cbor;
using Attestation.Formats.Cbor;
using Attestation.Formats.Cose;
using Attestation.Formats.Keys;

namespace Attestation.Factory.Endorsements;

/// <summary>Encodes and signs one CoRIM with one CoMID. draft-ietf-rats-corim, sections 4 (signed), 4.1 (corim-map) and 5.1 (concise-mid-tag).
/// <code>
/// 18([{1: alg, 3: "application/rim+cbor", 8: bstr .cbor {0: {0: signer}}}, {}, bstr .cbor 501({0: id, 1: [506(bstr .cbor comid)]}), signature])
/// comid = {1: {0: tag-id}, 4: triples}
/// </code></summary>
internal static class CorimDocument
{
    public const int ReferenceTriples = 0;
    public const int IdentityTriples = 2;

    private const ulong CorimTag = 501;
    private const ulong ComidTag = 506;

    /// <param name="id">Of the CoRIM; the CoMID's tag-id is derived from it.</param>
    /// <param name="signer">Name of the organisation that signs.</param>
    /// <param name="kind"><see cref="ReferenceTriples"/> or <see cref="IdentityTriples"/>.</param>
    /// <param name="triples">Writes each triple, an array.</param>
    /// <param name="key">The CoRIM key.</param>
    public static byte[] Sign(string id, string signer, int kind, IReadOnlyCollection<Action<CborWriter>> triples, SigningKey key)
    {
        byte[] meta = new CborMapBuilder().Add(0, new CborMapBuilder().Add(0, signer).WriteTo).Encode();
        var message = new CoseSign1Writer().WithContentType("application/rim+cbor");
        message.Protected.Add(CoseHeaderLabel.CorimMeta, meta);
        return message.Sign(key, Unsigned(id, Comid(id, kind, triples)));
    }

    /// <summary>An environment-map: whom a triple is about (section 5.1.4.1).</summary>
    /// <param name="vendor">Class vendor.</param>
    /// <param name="model">Class model.</param>
    /// <param name="layer">Class layer; null for the device as a whole.</param>
    /// <param name="ueid">Instance; null for all devices of the class.</param>
    public static void WriteEnvironment(CborWriter writer, string vendor, string model, int? layer, byte[]? ueid)
    {
        var environment = new CborMapBuilder().Add(0, new CborMapBuilder().Add(1, vendor).Add(2, model).Add(3, layer).WriteTo);
        if (ueid is not null)
            environment.Add(1, w => WriteTagged(w, 550, () => w.WriteByteString(ueid)));
        environment.WriteTo(writer);
    }

    public static void WriteTagged(CborWriter writer, ulong tag, Action content)
    {
        writer.WriteTag((CborTag)tag);
        content();
    }

    public static void WriteArray<T>(CborWriter writer, IReadOnlyCollection<T> items, Action<T> item)
    {
        writer.WriteStartArray(items.Count);
        foreach (T one in items)
            item(one);
        writer.WriteEndArray();
    }

    private static byte[] Unsigned(string id, byte[] comid) => CborMapBuilder.Encode(writer => WriteTagged(writer, CorimTag, () =>
        new CborMapBuilder()
            .Add(0, id)
            .Add(1, w => WriteArray(w, [comid], tag => WriteTagged(w, ComidTag, () => w.WriteByteString(tag))))
            .WriteTo(writer)));

    private static byte[] Comid(string id, int kind, IReadOnlyCollection<Action<CborWriter>> triples) => new CborMapBuilder()
        .Add(1, new CborMapBuilder().Add(0, id + "/comid").WriteTo)
        .Add(4, new CborMapBuilder().Add(kind, w => WriteArray(w, triples, triple => triple(w))).WriteTo)
        .Encode();
}
