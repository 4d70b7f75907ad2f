namespace Attestation.Factory.Stations;

/// <summary>How far an update has come over the line.</summary>
/// <param name="File">On its way now; null: the manifest, or the check at the end.</param>
/// <param name="Done">Bytes of files that the device has.</param>
/// <param name="Total">Bytes of all files.</param>
public readonly record struct UpdateProgress(string? File, long Done, long Total);
