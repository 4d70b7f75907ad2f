using System.Text;
using Attestation.Formats.Reasons;

namespace Attestation.Verifier.Endorsements;

/// <summary>Files that an operator put into a folder to be trusted, or the one file that is named instead. A file that cannot be read stops the start: trust is never partial by accident.</summary>
internal static class TrustFolder
{
    private const int LargestFile = 1 << 20;

    /// <summary>Name and content of every file, in order of name; hidden files and folders are left out. None where there is no such option.</summary>
    /// <exception cref="ServiceFailure">The folder or a file cannot be read.</exception>
    public static IReadOnlyList<(string Name, byte[] Content)> Read(string? folder, ReasonCode reason)
    {
        if (folder is null)
            return [];
        try
        {
            string[] files = File.Exists(folder) ? [folder] : [.. Directory.EnumerateFiles(folder).Where(path => !Path.GetFileName(path).StartsWith('.')).Order(StringComparer.Ordinal)];
            return [.. files.Select(path => (Path.GetFileName(path), ReadFile(path, reason)))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ServiceFailure(reason, e.Message, e);
        }
    }

    /// <summary>PEM is ASCII; any other byte makes it no PEM.</summary>
    public static string TextOf(byte[] content) => Encoding.Latin1.GetString(content);

    public static bool IsPem(byte[] content) => content.AsSpan().IndexOf("-----BEGIN "u8) >= 0;

    private static byte[] ReadFile(string path, ReasonCode reason) => new FileInfo(path).Length <= LargestFile
        ? File.ReadAllBytes(path)
        : throw new ServiceFailure(reason, $"{path} is larger than {LargestFile} bytes");
}
