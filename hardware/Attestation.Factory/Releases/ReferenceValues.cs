using System.Security.Cryptography;
using Attestation.Factory.Endorsements;
using Attestation.Formats.Corim;

namespace Attestation.Factory.Releases;

/// <summary>What every layer of a release will measure, as CoRIM reference triples. docs/formats/dice-reference-values.md, "A release".</summary>
public static class ReferenceValues
{
    /// <summary>What the device says in DICE mode Normal.</summary>
    private static readonly Dictionary<CorimFlag, bool> NormalMode = new()
    {
        [CorimFlag.Configured] = true,
        [CorimFlag.Secure] = true,
        [CorimFlag.Recovery] = false,
        [CorimFlag.Debug] = false,
    };

    /// <param name="order">The release.</param>
    /// <param name="manifests">Of its images, in boot order.</param>
    /// <param name="authorityHash">See <see cref="FirmwareAuthority"/>.</param>
    public static CorimManifest Of(ReleaseOrder order, IReadOnlyList<ReleaseManifest> manifests, byte[] authorityHash)
    {
        string id = $"{order.Vendor}/{order.Model}/{order.Version}";
        return CorimDocument.Of(id, [.. manifests.Select((manifest, layer) => Triple(order, manifest, layer, authorityHash))], []);
    }

    private static ValueTriple Triple(ReleaseOrder order, ReleaseManifest manifest, int layer, byte[] authorityHash)
    {
        var environment = new CorimEnvironment { Vendor = order.Vendor, Model = order.Model, Layer = (ulong)layer };
        byte[] configuration = SHA512.HashData(LayerConfiguration.Encode(manifest, resettable: false));
        return new ValueTriple(environment,
        [
            Measurement("code", Code(order, manifest)),
            Measurement("config", new MeasurementValues { Digests = [Sha512(configuration)] }),
            Measurement("authority", new MeasurementValues { Digests = [Sha512(authorityHash)] }),
            Measurement("mode", new MeasurementValues { Flags = NormalMode }),
        ]);
    }

    private static MeasurementValues Code(ReleaseOrder order, ReleaseManifest manifest) => new()
    {
        Version = manifest.Version,
        Svn = manifest.Svn,
        SvnIsMinimum = !order.KeepOlder,
        Digests = [Sha512(manifest.Sha512)],
        Name = manifest.Name,
    };

    private static CorimDigest Sha512(ReadOnlyMemory<byte> value) => new(CorimDigest.Sha512, value);

    private static CorimMeasurement Measurement(string key, MeasurementValues values) => new(TypedItem.OfText(key), values, []);
}
