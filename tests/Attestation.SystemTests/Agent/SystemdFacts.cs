namespace Attestation.SystemTests.Agent;

/// <summary>Needs systemd-analyze; skipped by name where it is not installed.</summary>
public sealed class SystemdFactAttribute : FactAttribute
{
    public SystemdFactAttribute() => Skip = Missing;

    internal static string? Missing =>
        File.Exists("/usr/bin/systemd-analyze") ? null : "systemd-analyze is not installed (Debian package systemd)";
}

/// <summary>The same with rows.</summary>
public sealed class SystemdTheoryAttribute : TheoryAttribute
{
    public SystemdTheoryAttribute() => Skip = SystemdFactAttribute.Missing;
}
