using System.Xml.Linq;

namespace Attestation.UnitTests.Rules;

/// <summary>The house as the file system shows it: every project of ours, its folder, and whom its project file lets it know.</summary>
internal static class House
{
    public static IReadOnlyList<Project> Projects { get; } =
        [.. Directory.EnumerateFiles(PublicVectors.RepositoryRoot, "*.csproj", SearchOption.AllDirectories)
            .Where(file => !InBuildOutput(file))
            .Select(Project.Load)
            .OrderBy(p => p.Name, StringComparer.Ordinal)];

    public static Project Named(string name) => Projects.Single(p => p.Name == name);

    /// <summary>Source files of a folder, without what the build writes into bin and obj.</summary>
    public static IEnumerable<string> Sources(string folder, string pattern = "*.cs") =>
        Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories).Where(file => !InBuildOutput(file));

    private static bool InBuildOutput(string file)
    {
        string relative = Path.GetRelativePath(PublicVectors.RepositoryRoot, file);
        return relative.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "out" or ".git");
    }
}

/// <param name="Name">Project name, equal to its root namespace.</param>
/// <param name="Folder">Absolute folder of the project file.</param>
/// <param name="Room">The first folder below the repository: firmware, verifier, simulator, hardware, tests.</param>
/// <param name="References">Names of the projects that the project file references directly.</param>
/// <param name="AssemblyName">File name of the assembly without extension.</param>
internal sealed record Project(string Name, string Folder, string Room, IReadOnlyList<string> References, string AssemblyName)
{
    /// <summary>The compiled assembly beside the test assembly.</summary>
    public string AssemblyPath => Path.Combine(AppContext.BaseDirectory, AssemblyName + ".dll");

    public static Project Load(string file)
    {
        XDocument xml = XDocument.Load(file);
        string name = Path.GetFileNameWithoutExtension(file);
        string folder = Path.GetDirectoryName(file)!;
        string room = Path.GetRelativePath(PublicVectors.RepositoryRoot, folder).Split(Path.DirectorySeparatorChar)[0];
        string[] references = [.. xml.Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value))];
        string assembly = xml.Descendants("AssemblyName").FirstOrDefault()?.Value ?? name;
        return new Project(name, folder, room, references, assembly);
    }
}
