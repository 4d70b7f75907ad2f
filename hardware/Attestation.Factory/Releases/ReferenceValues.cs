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
        ExpectedLayer[] layers = [.. manifests.Select((manifest, layer) => new ExpectedLayer(layer, manifest.Name, manifest.Version, manifest.Svn,
            manifest.Sha512.ToArray(), LayerConfiguration.Encode(manifest, resettable: false), authorityHash))];
        return Of(order.Vendor, order.Model, order.Version, layers, order.KeepOlder);
    }

    /// <param name="vendor">Class of the devices.</param>
    /// <param name="model">Class of the devices.</param>
    /// <param name="version">Of the release: part of the CoRIM's id.</param>
    /// <param name="layers">From layer 0 on.</param>
    /// <param name="keepOlder">True: older releases may go on running (svn). False: they may not (min-svn).</param>
    public static CorimManifest Of(string vendor, string model, string version, IReadOnlyList<ExpectedLayer> layers, bool keepOlder) =>
        CorimDocument.Of($"{vendor}/{model}/{version}", [.. layers.Select(layer => Triple(vendor, model, layer, keepOlder))], []);

    private static ValueTriple Triple(string vendor, string model, ExpectedLayer layer, bool keepOlder)
    {
        var environment = new CorimEnvironment { Vendor = vendor, Model = model, Layer = (ulong)layer.Layer };
        return new ValueTriple(environment,
        [
            Measurement("code", Code(layer, keepOlder)),
            Measurement("config", new MeasurementValues { Digests = [Sha512(layer.ConfigurationHash)] }),
            Measurement("authority", new MeasurementValues { Digests = [Sha512(layer.AuthorityHash)] }),
            Measurement("mode", new MeasurementValues { Flags = NormalMode }),
        ]);
    }

    private static MeasurementValues Code(ExpectedLayer layer, bool keepOlder) => new()
    {
        Version = layer.Version,
        Svn = layer.Svn,
        SvnIsMinimum = !keepOlder,
        Digests = [Sha512(layer.CodeHash)],
        Name = layer.Name,
    };

    private static CorimDigest Sha512(ReadOnlyMemory<byte> value) => new(CorimDigest.Sha512, value);

    private static CorimMeasurement Measurement(string key, MeasurementValues values) => new(TypedItem.OfText(key), values, []);
}
