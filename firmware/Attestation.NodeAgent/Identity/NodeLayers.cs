using System.Security.Cryptography;
using System.Text;
using Attestation.Dice;
using Attestation.Formats;
using Attestation.Formats.EventLog;
using Attestation.NodeAgent.Evidence;

namespace Attestation.NodeAgent.Identity;

/// <summary>
/// The layers above the TPM, measured: kernel with its command line, initial ramdisk, agent. Code is SHA-512; over the SHA-256 digests of the boot log
/// where firmware and boot loader measured the images (what ran, not what lies on the disk now), else over the files. The kernel's
/// configuration is its command line. No layer has an authority: what authorised the images stands in the boot log, which the quotes cover.
/// The mode is Normal while Secure Boot is enforced.
/// </summary>
public sealed class NodeLayers(IdentityOptions options, NodePaths paths)
{
    /// <summary>The DICE inputs of the layers, in boot order.</summary>
    /// <exception cref="AgentException">A layer cannot be measured.</exception>
    public IReadOnlyList<DiceInputs> Measure()
    {
        MeasuredImages? log = ReadLog();
        DiceMode mode = Mode();
        return
        [
            Layer(ImageHash("kernel", log?.Kernel, options.KernelFiles), KernelConfiguration(), mode),
            Layer(ImageHash("initial ramdisk", log?.Initrd, options.InitrdFiles), new ConfigurationMap().WithComponentName("initrd"), mode),
            Layer(OfFiles(options.AgentFiles.Count > 0 ? options.AgentFiles : RunningProgram()), new ConfigurationMap().WithComponentName("attest-agent"), mode),
        ];
    }

    private ConfigurationMap KernelConfiguration()
    {
        ConfigurationMap map = new ConfigurationMap().WithComponentName("kernel").WithComponentInstanceName(CommandLine());
        return options.IsTampered is { } read ? map.WithTamperState(read()) : map;
    }

    private static DiceInputs Layer(byte[] code, ConfigurationMap configuration, DiceMode mode) => new()
    {
        CodeHash = code,
        ConfigurationDescriptor = configuration.Encode(),
        AuthorityHash = new byte[DiceSizes.Input],
        Mode = mode,
    };

    private static byte[] ImageHash(string what, IReadOnlyList<byte[]>? measured, IReadOnlyList<string> files)
    {
        if (measured is { Count: > 0 })
            return SHA512.HashData([.. measured.SelectMany(digest => digest)]);
        return files.Count > 0 ? OfFiles(files) : throw AgentException.Refused(
            $"The boot event log names no {what}, and no file of it was given: the node's DICE identity would not depend on what was booted.");
    }

    /// <summary>One file: its SHA-512. Several: SHA-512 over their hashes, in the order given.</summary>
    private static byte[] OfFiles(IReadOnlyList<string> files)
    {
        try
        {
            byte[][] hashes = [.. files.Select(OfFile)];
            return hashes.Length == 1 ? hashes[0] : SHA512.HashData([.. hashes.SelectMany(hash => hash)]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw AgentException.Failed($"A layer cannot be measured: {e.Message}", e);
        }
    }

    private static byte[] OfFile(string path)
    {
        using FileStream file = File.OpenRead(path);
        return SHA512.HashData(file);
    }

    /// <summary>The single file, or where the program runs from assemblies all of ours.</summary>
    private static IReadOnlyList<string> RunningProgram()
    {
        string folder = AppContext.BaseDirectory;
        if (!File.Exists(Path.Combine(folder, "attest-agent.dll")))
            return [Environment.ProcessPath ?? throw AgentException.Failed("The system does not say which file this program runs from.")];
        return [Path.Combine(folder, "attest-agent.dll"), .. Directory.GetFiles(folder, "Attestation.*.dll").Order(StringComparer.Ordinal)];
    }

    private MeasuredImages? ReadLog()
    {
        LogContent content = LogFile.Read(paths.BootLog, EvidenceFormat.MostBootLog);
        if (content.Absence != Absence.None || !BootEventLog.TryParse(content.ToArray(), out BootEventLog log, out ParseError _))
            return null;
        return MeasuredImages.Of(log);
    }

    private string CommandLine()
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(paths.CommandLine)).TrimEnd('\n', '\0');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw AgentException.Failed($"The kernel's command line cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Open Profile for DICE, "Mode Value Details": Normal only where verified boot is enforced.</summary>
    private DiceMode Mode() =>
        EfiVariables.Flag(paths.EfiVariables, EfiVariables.SecureBoot) == 1 && EfiVariables.Flag(paths.EfiVariables, EfiVariables.SetupMode) != 1
            ? DiceMode.Normal
            : DiceMode.NotConfigured;
}
