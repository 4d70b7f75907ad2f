using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Commands;

/// <summary>TPM2_PolicyPCR, Part 3. Satisfied while PCRs have given values.</summary>
public sealed record PolicyPcr(TpmHandle PolicySession, byte[] PcrDigest, TpmlPcrSelection Pcrs) : ITpmCommand<PolicyPcr, EmptyResponse>
{
    public static CommandShape Shape { get; } = new(TpmCc.PolicyPcr, ["policySession"], ["pcrDigest", "pcrs"]);

    public IReadOnlyList<TpmHandle> Handles => [PolicySession];

    public static PolicyPcr Read(IReadOnlyList<TpmHandle> handles, WireReader reader) => new(
        handles[0],
        reader.Buffer("pcrDigest", 64),
        reader.Nested("pcrs", TpmlPcrSelection.Read));

    public void Write(WireWriter writer)
    {
        writer.Buffer(PcrDigest);
        Pcrs.Write(writer);
    }
}

/// <summary>TPM2_PolicyCommandCode, Part 3. Limits the authorization to one command.</summary>
public sealed record PolicyCommandCode(TpmHandle PolicySession, TpmCc Code) : ITpmCommand<PolicyCommandCode, EmptyResponse>
{
    public static CommandShape Shape { get; } = new(TpmCc.PolicyCommandCode, ["policySession"], ["code"]);

    public IReadOnlyList<TpmHandle> Handles => [PolicySession];

    public static PolicyCommandCode Read(IReadOnlyList<TpmHandle> handles, WireReader reader) => new(handles[0], (TpmCc)reader.U32("code"));

    public void Write(WireWriter writer) => writer.U32((uint)Code);
}

/// <summary>TPM2_PolicyOR, Part 3. Satisfied by any one of two to eight policies.</summary>
public sealed record PolicyOr(TpmHandle PolicySession, TpmlDigest HashList) : ITpmCommand<PolicyOr, EmptyResponse>
{
    public static CommandShape Shape { get; } = new(TpmCc.PolicyOr, ["policySession"], ["pHashList"]);

    public IReadOnlyList<TpmHandle> Handles => [PolicySession];

    public static PolicyOr Read(IReadOnlyList<TpmHandle> handles, WireReader reader) => new(
        handles[0],
        reader.Nested("pHashList", TpmlDigest.Read));

    public void Write(WireWriter writer) => HashList.Write(writer);
}

/// <summary>TPM2_PolicyAuthValue, Part 3. Demands the object's authValue as well.</summary>
public sealed record PolicyAuthValue(TpmHandle PolicySession) : ITpmCommand<PolicyAuthValue, EmptyResponse>
{
    public static CommandShape Shape { get; } = new(TpmCc.PolicyAuthValue, ["policySession"], []);

    public IReadOnlyList<TpmHandle> Handles => [PolicySession];

    public static PolicyAuthValue Read(IReadOnlyList<TpmHandle> handles, WireReader reader) => new(handles[0]);

    public void Write(WireWriter writer)
    {
    }
}

/// <summary>TPM2_PolicyRestart, Part 3. Puts a policy session back to its start.</summary>
public sealed record PolicyRestart(TpmHandle SessionHandle) : ITpmCommand<PolicyRestart, EmptyResponse>
{
    public static CommandShape Shape { get; } = new(TpmCc.PolicyRestart, ["sessionHandle"], []);

    public IReadOnlyList<TpmHandle> Handles => [SessionHandle];

    public static PolicyRestart Read(IReadOnlyList<TpmHandle> handles, WireReader reader) => new(handles[0]);

    public void Write(WireWriter writer)
    {
    }
}

/// <summary>TPM2_PolicyGetDigest, Part 3. The policy digest that a session has reached.</summary>
public sealed record PolicyGetDigest(TpmHandle PolicySession) : ITpmCommand<PolicyGetDigest, PolicyGetDigestResponse>
{
    public static CommandShape Shape { get; } = new(TpmCc.PolicyGetDigest, ["policySession"], []);

    public IReadOnlyList<TpmHandle> Handles => [PolicySession];

    public static PolicyGetDigest Read(IReadOnlyList<TpmHandle> handles, WireReader reader) => new(handles[0]);

    public void Write(WireWriter writer)
    {
    }
}

/// <summary>What <see cref="PolicyGetDigest"/> answers.</summary>
public sealed record PolicyGetDigestResponse(byte[] PolicyDigest) : ITpmResponse<PolicyGetDigestResponse>
{
    public static PolicyGetDigestResponse Read(uint handle, WireReader reader) => new(reader.Buffer("policyDigest", 64));

    public void Write(WireWriter writer) => writer.Buffer(PolicyDigest);
}
