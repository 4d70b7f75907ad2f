using System.Text;

namespace Attestation.Cli.Inputs;

/// <summary>A file that the user named, read once and whole.</summary>
/// <param name="Name">As the user wrote it.</param>
/// <param name="Bytes">Its content.</param>
internal sealed record InputFile(string Name, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Largest file read: node evidence, and a wrapping around it.</summary>
    internal const int MaxSize = 69 << 20;

    internal static InputFile Read(string name) => new(name, ReadBytes(name));

    /// <summary>The content in an array of the caller's own, who wipes it where it is a secret.</summary>
    internal static byte[] ReadBytes(string name)
    {
        if (Directory.Exists(name))
            throw CliFailure.Usage($"{name} is a folder", "Name one file.");
        try
        {
            using FileStream stream = File.OpenRead(name);
            if (stream.Length > MaxSize)
                throw CliFailure.Usage($"{name} is larger than {MaxSize >> 20} MiB", "No format that attest reads is that large.");
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw CliFailure.Usage($"{name} does not exist");
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw CliFailure.Failed($"{name} cannot be read: {e.Message}");
        }
    }

    /// <summary>The content as ASCII text without white space around it; null where it holds anything else.</summary>
    internal string? AsText()
    {
        ReadOnlySpan<byte> bytes = Bytes.Span;
        foreach (byte b in bytes)
        {
            if (b is < 0x20 and not (byte)'\n' and not (byte)'\r' and not (byte)'\t')
                return null;
        }
        string text = Encoding.UTF8.GetString(bytes).Trim();
        return text.Length > 0 && !text.Contains('\uFFFD') ? text : null;
    }
}
