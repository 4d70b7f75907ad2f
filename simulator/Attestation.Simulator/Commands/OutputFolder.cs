namespace Attestation.Simulator.Commands;

/// <summary>The folder of a run. An earlier run's folder is known by its marker and replaced; anything else is left alone.</summary>
/// <param name="Path">Absolute.</param>
internal sealed record OutputFolder(string Path)
{
    private const string Marker = ".attest-sim";

    /// <exception cref="UsageException">The folder holds something that is not ours.</exception>
    public static OutputFolder Fresh(string name)
    {
        string path = System.IO.Path.GetFullPath(name);
        if (File.Exists(path))
            throw new UsageException($"{name} is a file");
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
        {
            if (!File.Exists(System.IO.Path.Combine(path, Marker)))
                throw new UsageException($"{name} holds files that attest-sim did not write; name another folder");
            Directory.Delete(path, recursive: true);
        }
        Directory.CreateDirectory(path);
        File.WriteAllText(System.IO.Path.Combine(path, Marker), "made by attest-sim; replaced by its next run\n");
        return new OutputFolder(path);
    }
}
