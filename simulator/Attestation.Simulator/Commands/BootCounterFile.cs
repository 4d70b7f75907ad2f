using System.Globalization;
using System.Text;
using Attestation.Factory.Files;

namespace Attestation.Simulator.Commands;

/// <summary>The board's boot counter between runs of the program: a decimal number in the device's folder. Advanced before the boot, as hardware does.</summary>
internal static class BootCounterFile
{
    private const string Name = "boot-count";

    /// <returns>Boots before this one.</returns>
    /// <exception cref="UsageException">The file holds no number.</exception>
    public static ulong Advance(string folder)
    {
        string path = Path.Combine(folder, Name);
        ulong before = 0;
        if (File.Exists(path) && !ulong.TryParse(File.ReadAllText(path).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out before))
            throw new UsageException($"{path} holds no number");
        AtomicFile.Write(path, Encoding.ASCII.GetBytes((before + 1).ToString(CultureInfo.InvariantCulture) + "\n"), AtomicFile.Public, overwrite: true);
        return before;
    }
}
