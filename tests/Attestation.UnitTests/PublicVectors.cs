namespace Attestation.UnitTests;

/// <summary>
/// Finds the public conformance vectors, which are read in place and never copied into this repository:
/// <c>ATTESTATION_VECTORS</c>, or a folder shared/vectors beside the checkout.
/// </summary>
public static class PublicVectors
{
    public static readonly string RepositoryRoot = FindRepositoryRoot();

    public static readonly string Root = Environment.GetEnvironmentVariable("ATTESTATION_VECTORS")
        ?? Path.GetFullPath(Path.Combine(RepositoryRoot, "..", "shared", "vectors"));

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    public static byte[] Bytes(string relative) => File.ReadAllBytes(PathOf(relative));

    public static string Text(string relative) => File.ReadAllText(PathOf(relative));

    /// <summary>All files below a folder, sorted, so that theories have a stable order.</summary>
    public static IEnumerable<string> Files(string folder, string pattern = "*", bool recursive = false) =>
        Directory.Exists(PathOf(folder))
            ? Directory.EnumerateFiles(PathOf(folder), pattern, recursive ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly)
                .Order(StringComparer.Ordinal)
            : [];

    internal static string? WhyMissing(string folder) =>
        Directory.Exists(PathOf(folder)) ? null : $"public vectors '{folder}' are absent (set ATTESTATION_VECTORS)";

    private static string FindRepositoryRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Attestation.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new DirectoryNotFoundException("Attestation.sln is in no folder above the test assembly");
    }
}

/// <summary>A fact over a folder of public vectors; skipped by name where the folder is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PublicVectorFactAttribute : FactAttribute
{
    public PublicVectorFactAttribute(string folder)
    {
        if (PublicVectors.WhyMissing(folder) is { } why)
            Skip = why;
    }
}

/// <summary>A theory over a folder of public vectors; skipped by name where the folder is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PublicVectorTheoryAttribute : TheoryAttribute
{
    public PublicVectorTheoryAttribute(string folder)
    {
        if (PublicVectors.WhyMissing(folder) is { } why)
            Skip = why;
    }
}
