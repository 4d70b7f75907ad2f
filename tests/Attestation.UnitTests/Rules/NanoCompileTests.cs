using System.Diagnostics;
using System.Xml.Linq;

namespace Attestation.UnitTests.Rules;

/// <summary>The files that an nfproj lists compile against nanoFramework's class library and nothing else, with the compiler of the installed SDK.</summary>
public sealed class NanoCompileTests
{
    private static readonly XNamespace MsBuild = "http://schemas.microsoft.com/developer/msbuild/2003";

    private static readonly string Firmware = Path.Combine(PublicVectors.RepositoryRoot, "firmware");

    public static TheoryData<string> Projects =>
        [.. Directory.EnumerateFiles(Firmware, "*.nfproj", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Firmware, file))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Compiles_against_the_nano_class_library(string project) => Assert.Equal("", Compile(Sources(Path.Combine(Firmware, project))));

    [Theory]
    [InlineData("string.Replace", "class C { string M(string s) => s.Replace('a', 'b'); }", "'Replace'")]
    [InlineData("int?", "class C { int? F; }", "System.Nullable")]
    [InlineData("a generic type of theirs", "class C { System.Func<int> F; }", "'Func<>'")]
    [InlineData("Span", "class C { void M(byte[] b) { System.Span<byte> s = b; } }", "'Span<>'")]
    [InlineData("a tuple", "class C { (int, int) F; }", "System.ValueTuple")]
    public void What_the_library_lacks_does_not_compile(string description, string source, string complaint)
    {
        string folder = Directory.CreateTempSubdirectory("attestation-nano-").FullName;
        string file = Path.Combine(folder, "source.cs");
        File.WriteAllText(file, source);
        string errors = Compile([file]);
        Directory.Delete(folder, recursive: true);
        Assert.True(errors.Contains(complaint, StringComparison.Ordinal), $"{description}: {errors}");
    }

    /// <summary>The files of a project and of those it refers to: they are compiled as one.</summary>
    private static string[] Sources(string project)
    {
        XDocument xml = XDocument.Load(project);
        IEnumerable<string> Included(string item) => xml.Descendants(MsBuild + item)
            .Select(i => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(project)!, i.Attribute("Include")!.Value.Replace('\\', Path.DirectorySeparatorChar))));
        return [.. Included("Compile").Concat(Included("ProjectReference").SelectMany(Sources)).Distinct()];
    }

    /// <summary>What the compiler complains about; empty when it wrote an assembly.</summary>
    private static string Compile(string[] sources)
    {
        string folder = Directory.CreateTempSubdirectory("attestation-nano-").FullName;
        try
        {
            string stubs = Path.Combine(folder, "stubs.cs");
            string response = Path.Combine(folder, "csc.rsp");
            File.WriteAllText(stubs, NanoStubs.Generate(Path.Combine(Firmware, "nano-api")));
            string[] options = ["-nostdlib", "-target:library", "-langversion:latest", "-warn:0", $"-out:\"{Path.Combine(folder, "nano.dll")}\""];
            File.WriteAllLines(response, options.Concat(sources.Prepend(stubs).Select(file => $"\"{file}\"")));
            (int exitCode, string output) = Dotnet("exec", Compiler(), "-noconfig", "@" + response);
            return exitCode == 0 ? "" : string.Join('\n', output.Split('\n').Where(line => line.Contains("error", StringComparison.Ordinal)).Take(20));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
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
