namespace Attestation.SystemTests.ForwardAuth;

/// <summary>A fact about a real nginx. Skipped, by name, where there is none; test.sh installs it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NginxFactAttribute : FactAttribute
{
    public NginxFactAttribute()
    {
        if (NginxProcess.Program is null)
            Skip = "needs nginx: apt-get install nginx-light";
    }
}
