using System.Reflection;

namespace Attestation.Gate;

/// <summary>The version of this program, as --version and requests name it.</summary>
public static class ProgramVersion
{
    public static string Text { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
}
