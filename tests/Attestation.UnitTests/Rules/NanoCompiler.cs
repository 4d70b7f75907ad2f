using System.Collections.Concurrent;
using System.Diagnostics;
using System.Xml.Linq;

namespace Attestation.UnitTests.Rules;

/// <summary>Builds an nfproj as a board developer's machine would, with the compiler of the installed SDK: every project for itself, against the declarations
/// of firmware/nano-api and the projects it refers to, so that what is internal to one stays hidden from the next.</summary>
internal static class NanoCompiler
{
    private static readonly XNamespace MsBuild = "http://schemas.microsoft.com/developer/msbuild/2003";

    private static readonly string Output = Path.Combine(AppContext.BaseDirectory, "nano");

    private static readonly ConcurrentDictionary<string, Lazy<NanoBuild>> Builds = new(StringComparer.Ordinal);

    private static readonly Lazy<string> Library = new(CompileLibrary);

    /// <summary>Every nfproj of firmware/, by name.</summary>
    public static IReadOnlyDictionary<string, string> Projects { get; } =
        Directory.EnumerateFiles(Path.Combine(PublicVectors.RepositoryRoot, "firmware"), "*.nfproj", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).ToDictionary(file => Path.GetFileNameWithoutExtension(file), StringComparer.Ordinal);

    /// <summary>Those without a .NET build.</summary>
    public static IEnumerable<string> BoardOnly => Projects.Where(p => !File.Exists(Path.ChangeExtension(p.Value, ".csproj"))).Select(p => p.Key);

    public static XDocument Read(string name) => XDocument.Load(Projects[name]);

    /// <summary>Builds once in a test run.</summary>
    public static NanoBuild Build(string name) => Builds.GetOrAdd(name, n => new Lazy<NanoBuild>(() => BuildProject(n))).Value;

    /// <summary>Compiles one file against the class library alone.</summary>
    public static NanoBuild CompileText(string name, string source) => CompileText(name, source, [Library.Value]);

    /// <summary>Compiles one file against the assemblies named, which may be those of .NET.</summary>
    public static NanoBuild CompileText(string name, string source, string[] references)
    {
        Directory.CreateDirectory(Output);
        string file = Path.Combine(Output, name + ".cs");
        File.WriteAllText(file, source);
        return Compile(name, [file], references);
    }

    private static NanoBuild BuildProject(string name)
    {
        XDocument project = Read(name);
        NanoBuild[] references = [.. Included(project, name, "ProjectReference").Select(file => Build(Path.GetFileNameWithoutExtension(file)))];
        string errors = string.Join('\n', references.Select(r => r.Errors).Where(e => e.Length != 0));
        return errors.Length != 0
            ? new NanoBuild("", errors)
            : Compile(name, [.. Included(project, name, "Compile")], [Library.Value, .. references.Select(r => r.Assembly)]);
    }

    private static IEnumerable<string> Included(XDocument project, string name, string item) => project.Descendants(MsBuild + item)
        .Select(i => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Projects[name])!, i.Attribute("Include")!.Value.Replace('\\', Path.DirectorySeparatorChar))));

    private static string CompileLibrary()
    {
        NanoBuild library = CompileText("library", NanoStubs.Generate(Path.Combine(PublicVectors.RepositoryRoot, "firmware", "nano-api")), []);
        return library.Errors.Length == 0 ? library.Assembly : throw new InvalidOperationException(library.Errors);
    }

    private static NanoBuild Compile(string name, string[] sources, string[] references)
    {
        string assembly = Path.Combine(Output, name + ".dll");
        string response = Path.Combine(Output, name + ".rsp");
        string[] options = ["-nostdlib", "-target:library", "-langversion:latest", "-warn:0", $"-out:\"{assembly}\"", .. references.Select(r => $"-r:\"{r}\"")];
        File.WriteAllLines(response, options.Concat(sources.Select(file => $"\"{file}\"")));
        (int exitCode, string output) = Dotnet("exec", Compiler(), "-noconfig", "@" + response);
        string errors = string.Join('\n', output.Split('\n').Where(line => line.Contains("error", StringComparison.Ordinal)).Take(20));
        return new NanoBuild(assembly, exitCode == 0 ? "" : errors.Length != 0 ? errors : output);
    }

    /// <summary>csc of the newest installed SDK.</summary>
    private static string Compiler()
    {
        string last = Dotnet("--list-sdks").Output.Trim().Split('\n')[^1]; // version [folder]
        string folder = last[(last.IndexOf('[') + 1)..last.IndexOf(']')];
        return Path.Combine(folder, last[..last.IndexOf(' ')], "Roslyn", "bincore", "csc.dll");
    }

    private static (int ExitCode, string Output) Dotnet(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}

/// <summary>What became of a project.</summary>
/// <param name="Assembly">Where it was written.</param>
/// <param name="Errors">What the compiler complains about; empty when it wrote an assembly.</param>
internal sealed record NanoBuild(string Assembly, string Errors);
