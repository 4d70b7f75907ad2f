using System.Reflection;

namespace Attestation.Verifier;

/// <summary>The version of this program, as --version, discovery and results name it.</summary>
public static class ProgramVersion
{
    public static string Text { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
}
