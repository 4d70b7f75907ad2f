using System.Formats.Cbor;
using System.Security.Cryptography;
using Attestation.Factory.Endorsements;
using Attestation.Formats.Cbor;
using Attestation.Formats.Keys;

namespace Attestation.Factory.Releases;

/// <summary>What every layer of a release will measure, as CoRIM reference triples. docs/formats/dice-reference-values.md, "A release".</summary>
internal static class ReferenceValues
{
    private const int Sha512Algorithm = 8; // IANA Named Information Hash Algorithm registry
    private const ulong SvnTag = 552;
    private const ulong MinSvnTag = 553;

    public static byte[] Sign(ReleaseOrder order, IReadOnlyList<ReleaseManifest> manifests, byte[] authorityHash, SigningKey corimKey)
    {
        string id = $"{order.Vendor}/{order.Model}/{order.Version}";
        Action<CborWriter>[] triples = [.. manifests.Select((manifest, layer) => Triple(order, manifest, layer, authorityHash))];
        return CorimDocument.Sign(id, order.Vendor, CorimDocument.ReferenceTriples, triples, corimKey);
    }

    private static Action<CborWriter> Triple(ReleaseOrder order, ReleaseManifest manifest, int layer, byte[] authorityHash) => writer =>
    {
        writer.WriteStartArray(2);
        CorimDocument.WriteEnvironment(writer, order.Vendor, order.Model, layer, null);
        CorimDocument.WriteArray(writer, Measurements(order, manifest, authorityHash), measurement => measurement.WriteTo(writer));
        writer.WriteEndArray();
    };

    private static CborMapBuilder[] Measurements(ReleaseOrder order, ReleaseManifest manifest, byte[] authorityHash) =>
    [
        Measurement("code", Code(order, manifest)),
        Measurement("config", Digest(SHA512.HashData(LayerConfiguration.Encode(manifest, resettable: false)))),
        Measurement("authority", Digest(authorityHash)),
        Measurement("mode", new CborMapBuilder().Add(3, new CborMapBuilder().Add(0, true).Add(1, true).Add(2, false).Add(3, false).WriteTo)),
    ];

    private static CborMapBuilder Code(ReleaseOrder order, ReleaseManifest manifest) => Digest(manifest.Sha512)
        .Add(0, new CborMapBuilder().Add(0, manifest.Version).WriteTo)
        .Add(1, w => CorimDocument.WriteTagged(w, order.KeepOlder ? SvnTag : MinSvnTag, () => w.WriteUInt64(manifest.Svn)))
        .Add(11, manifest.Name);

    private static CborMapBuilder Digest(ReadOnlyMemory<byte> digest) => new CborMapBuilder().Add(2, w =>
    {
        w.WriteStartArray(1);
        w.WriteStartArray(2);
        w.WriteInt32(Sha512Algorithm);
        w.WriteByteString(digest.Span);
        w.WriteEndArray();
        w.WriteEndArray();
    });

    private static CborMapBuilder Measurement(string key, CborMapBuilder value) => new CborMapBuilder().Add(0, key).Add(1, value.WriteTo);
}
