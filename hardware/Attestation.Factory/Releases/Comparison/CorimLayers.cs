using Attestation.Formats;
using Attestation.Formats.Corim;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Releases.Comparison;

/// <summary>The reference values of a release's signed CoRIM, for one class of devices.</summary>
/// <param name="Vendor">Of the class.</param>
/// <param name="Model">Of the class.</param>
/// <param name="Layers">From layer 0 on, without a gap.</param>
public sealed record CorimLayers(string Vendor, string Model, IReadOnlyList<ReleasedLayer> Layers)
{
    /// <param name="name">Of the file, for messages.</param>
    /// <param name="signed">A signed CoRIM.</param>
    /// <param name="key">Whose signature counts.</param>
    /// <exception cref="FactoryException"><c>factory.release-signature</c>, <c>factory.release-unreadable</c>.</exception>
    public static CorimLayers Read(string name, ReadOnlyMemory<byte> signed, VerificationKey key)
    {
        if (!UnverifiedSignedCorim.TryParse(signed, out UnverifiedSignedCorim? unverified, out ParseError error))
            throw Unreadable(name, $"{error.Code}: {error.Code.Sentence}");
        if (!unverified.Verify(key, out CorimManifest? corim, out error))
            throw error.Code == CoseReasons.Signature || error.Code == CoseReasons.AlgorithmKey
                ? new FactoryException(ReleaseReasons.ReleaseSignature, $"{name}, by {key}")
                : Unreadable(name, $"{error.Code}: {error.Code.Sentence}");
        return Of(name, [.. corim.Comids.SelectMany(comid => comid.References).Where(triple => triple.Environment.Layer is not null)]);
    }

    private static CorimLayers Of(string name, ValueTriple[] triples)
    {
        (string?, string?)[] classes = [.. triples.Select(triple => (triple.Environment.Vendor, triple.Environment.Model)).Distinct()];
        if (classes is not [({ } vendor, { } model)])
            throw Unreadable(name, $"It states layers of {classes.Length} classes of devices; a release is of one, with vendor and model.");
        ReleasedLayer[] layers = [.. triples.Select(Layer).OrderBy(layer => layer.Layer)];
        return layers.Select(layer => layer.Layer).SequenceEqual(Enumerable.Range(0, layers.Length))
            ? new CorimLayers(vendor, model, layers)
            : throw Unreadable(name, $"It states layers {string.Join(", ", layers.Select(layer => layer.Layer))}; a release has each from 0 on once.");
    }

    private static ReleasedLayer Layer(ValueTriple triple)
    {
        MeasurementValues? code = Values(triple, "code");
        return new ReleasedLayer((int)triple.Environment.Layer!.Value, code?.Name ?? "", code?.Version ?? "", code?.Svn, code?.SvnIsMinimum ?? false,
            Digests(code), Digests(Values(triple, "config")), Digests(Values(triple, "authority")), Mode(Values(triple, "mode")));
    }

    private static MeasurementValues? Values(ValueTriple triple, string key) => triple.Measurements.FirstOrDefault(m => m.Key?.Text == key)?.Values;

    private static string Digests(MeasurementValues? values) =>
        string.Join(' ', (values?.Digests ?? []).Select(digest => Convert.ToHexStringLower(digest.Value.Span)).Order(StringComparer.Ordinal));

    private static string Mode(MeasurementValues? values) =>
        string.Join(", ", (values?.Flags ?? new Dictionary<CorimFlag, bool>()).OrderBy(flag => flag.Key).Select(flag => (flag.Value ? "" : "not ") + flag.Key.ToString().ToLowerInvariant()));

    private static FactoryException Unreadable(string name, string detail) => new(ReleaseReasons.ReleaseUnreadable, $"{name}: {detail}");
}
