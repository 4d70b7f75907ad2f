namespace Attestation.SystemTests.Vm;

/// <summary>A fact about virtual machines that really boot. They are booted by <c>./test.sh --vm</c> and in CI; elsewhere the fact is skipped, by name.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class VmFactAttribute : FactAttribute
{
    public VmFactAttribute()
    {
        if (Guests.Agent is null)
            Skip = "boots virtual machines: ./test.sh --vm (ATTESTATION_VM_AGENT names a published attest-agent)";
    }
}
