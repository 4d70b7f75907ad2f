using Mono.Cecil;

namespace Attestation.UnitTests.Rules;

/// <summary>
/// Formats and Appraisal use no clock, randomness, file, socket, console, thread, task or logger. The analyzer says so while typing; this
/// test says it of the compiled assembly, where a pragma hides nothing.
/// </summary>
public sealed class PureProjectsTests
{
    private static readonly string[] BannedTypes =
    [
        "System.DateTime", "System.TimeProvider", "System.Diagnostics.Stopwatch", "System.Random", "System.Console",
        "System.Security.Cryptography.RandomNumberGenerator", "System.Threading.Thread", "System.Threading.Timer",
    ];

    private static readonly string[] BannedNamespaces =
    [
        "System.IO", "System.Net", "System.Threading.Tasks", "System.Diagnostics.Tracing", "Microsoft.Extensions", "Microsoft.AspNetCore",
    ];

    private static readonly string[] BannedMembers =
    [
        "System.DateTimeOffset::get_UtcNow", "System.DateTimeOffset::get_Now", "System.Environment::get_TickCount",
        "System.Environment::get_TickCount64", "System.Environment::GetEnvironmentVariable", "System.Guid::NewGuid",
    ];

    /// <summary>In-memory streams and readers are values, not I/O.</summary>
    private static readonly string[] AllowedTypes = ["System.IO.MemoryStream", "System.IO.StringWriter", "System.IO.StringReader", "System.IO.TextWriter", "System.IO.Stream", "System.Net.IPAddress"];

    [Theory]
    [InlineData("Attestation.Formats")]
    [InlineData("Attestation.Appraisal")]
    public void APureAssemblyReachesForNothingOutsideItsArguments(string project) =>
        Assert.Empty(Violations(House.Named(project).AssemblyPath));

    [Fact]
    public void TheRuleSeesAnImpureAssembly()
    {
        string[] found = [.. Violations(typeof(PureProjectsTests).Assembly.Location)];
        Assert.Contains("System.IO.File", found);
        Assert.Contains("System.DateTimeOffset::get_UtcNow", found);
    }

    /// <summary>Only here so that <see cref="TheRuleSeesAnImpureAssembly"/> has a member to find.</summary>
    internal static DateTimeOffset ReadsTheClock() => DateTimeOffset.UtcNow;

    private static IEnumerable<string> Violations(string assembly)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(assembly);
        foreach (TypeReference type in module.GetTypeReferences())
        {
            bool banned = BannedTypes.Contains(type.FullName)
                || BannedNamespaces.Any(n => type.Namespace == n || type.Namespace.StartsWith(n + ".", StringComparison.Ordinal));
            if (banned && !AllowedTypes.Contains(type.FullName))
                yield return type.FullName;
        }
        foreach (MemberReference member in module.GetMemberReferences())
        {
            string name = $"{member.DeclaringType.FullName}::{member.Name}";
            if (BannedMembers.Contains(name))
                yield return name;
        }
    }
}
