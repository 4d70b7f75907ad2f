using Attestation.Factory;
using Attestation.Factory.Releases;

namespace Attestation.Simulator.Commands;

/// <summary>The images of a run. They are real files; what is missing of a boot chain is taken from this program's own assemblies.</summary>
internal static class BootImages
{
    private const string OwnBootloader = "Attestation.Dice.dll";
    private const string OwnApplication = "attest-sim.dll";

    /// <param name="paths">In boot order. One alone is the application; none: bootloader and application are ours.</param>
    /// <exception cref="UsageException">Two images are the same: nobody could tell them apart when they are swapped.</exception>
    /// <exception cref="FactoryException"><c>factory.image-unreadable</c></exception>
    public static FirmwareImage[] Read(IReadOnlyList<string> paths)
    {
        IEnumerable<string> all = paths.Count switch
        {
            0 => [Own(OwnBootloader), Own(OwnApplication)],
            1 => [Own(OwnBootloader), paths[0]],
            _ => paths,
        };
        FirmwareImage[] images = [.. all.Select(FirmwareImage.Read)];
        for (int i = 1; i < images.Length; i++)
        {
            if (images.Take(i).FirstOrDefault(other => other.Content.AsSpan().SequenceEqual(images[i].Content)) is { } same)
                throw new UsageException($"{images[i].Name} and {same.Name} have the same content");
        }
        return images;
    }

    private static string Own(string name) => Path.Combine(AppContext.BaseDirectory, name);
}
