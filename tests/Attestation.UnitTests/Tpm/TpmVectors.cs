namespace Attestation.UnitTests.Tpm;

/// <summary>The project's own TPM data under tests/vectors/tpm.</summary>
internal static class TpmVectors
{
    private static readonly string Root = Path.Combine(PublicVectors.RepositoryRoot, "tests", "vectors", "tpm");

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    public static byte[] Bytes(string relative) => File.ReadAllBytes(PathOf(relative));

    public static string Text(string relative) => File.ReadAllText(PathOf(relative)).Trim();

    public static byte[] Hex(string relative) => Convert.FromHexString(Text(relative));

    /// <summary>Files of a folder that match a pattern, as paths relative to the root, sorted.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(PathOf(folder), pattern).Order(StringComparer.Ordinal).Select(f => Path.Combine(folder, Path.GetFileName(f)));
}
