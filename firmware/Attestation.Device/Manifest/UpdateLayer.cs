namespace Attestation.Device.Manifest;

/// <summary>The files that one DICE layer consists of. docs/formats/update-manifest.cddl, layer.</summary>
public sealed class UpdateLayer
{
    internal UpdateLayer(string name, UpdateFile[] files)
    {
        Name = name;
        Files = files;
    }

    /// <summary>Component name in the layer's configuration descriptor.</summary>
    public string Name { get; }

    /// <summary>In the order in which they are measured; at least one.</summary>
    public UpdateFile[] Files { get; }
}
