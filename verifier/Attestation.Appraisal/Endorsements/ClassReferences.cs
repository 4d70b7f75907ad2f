namespace Attestation.Appraisal.Endorsements;

/// <summary>All reference values of one device class, by layer.</summary>
public sealed class ClassReferences
{
    private readonly LayerReference[][] layers;
    private readonly ulong[] floors;

    /// <param name="references">At least one, all of one class.</param>
    internal ClassReferences(IReadOnlyList<LayerReference> references)
    {
        Class = references[0].Class;
        All = references;
        int count = references.Max(r => r.Layer) + 1;
        layers = new LayerReference[count][];
        floors = new ulong[count];
        for (int layer = 0; layer < count; layer++)
        {
            layers[layer] = [.. references.Where(r => r.Layer == layer)];
            floors[layer] = layers[layer].Where(r => r.SvnIsFloor).Max(r => r.Svn) ?? 0;
        }
    }

    public DeviceClass Class { get; }

    /// <summary>Of every layer, in the order of the CoRIMs.</summary>
    internal IReadOnlyList<LayerReference> All { get; }

    /// <summary>One more than the highest layer that has a reference value.</summary>
    public int LayerCount => layers.Length;

    /// <summary>References of a layer; empty where there are none.</summary>
    public ReadOnlySpan<LayerReference> Layer(int layer) => layer < layers.Length ? layers[layer] : [];

    /// <summary>The highest min-svn (tag 553) stated for a layer, 0 where none is.</summary>
    public ulong Floor(int layer) => layer < floors.Length ? floors[layer] : 0;
}
