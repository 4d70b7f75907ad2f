namespace Attestation.Factory.Releases;

/// <summary>A set of files that one DICE layer consists of. docs/formats/update-manifest.cddl, layer.</summary>
/// <param name="Name">Component name in the layer's configuration descriptor.</param>
/// <param name="Files">In the order in which they are measured.</param>
public sealed record UpdateLayer(string Name, IReadOnlyList<UpdateFile> Files);
