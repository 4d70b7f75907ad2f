using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Commands;

/// <summary>TPM2_Clear, Part 3. Removes the owner's keys, the endorsement keys and their counters.</summary>
public sealed record Clear(TpmHandle AuthHandle) : ITpmCommand<Clear, EmptyResponse>
{
    public static CommandShape Shape { get; } = new(TpmCc.Clear, ["@authHandle"], []);

    public IReadOnlyList<TpmHandle> Handles => [AuthHandle];

    public static Clear Read(IReadOnlyList<TpmHandle> handles, WireReader reader) => new(handles[0]);

    public void Write(WireWriter writer)
    {
    }
}

/// <summary>TPM2_HierarchyChangeAuth, Part 3. Sets the authValue of a hierarchy or of lockout.</summary>
public sealed record HierarchyChangeAuth(TpmHandle AuthHandle, byte[] NewAuth) : ITpmCommand<HierarchyChangeAuth, EmptyResponse>
{
    public static CommandShape Shape { get; } = new(TpmCc.HierarchyChangeAuth, ["@authHandle"], ["newAuth"]);

    public IReadOnlyList<TpmHandle> Handles => [AuthHandle];

    public static HierarchyChangeAuth Read(IReadOnlyList<TpmHandle> handles, WireReader reader) => new(
        handles[0],
        reader.Buffer("newAuth", 64));

    public void Write(WireWriter writer) => writer.Buffer(NewAuth);
}
