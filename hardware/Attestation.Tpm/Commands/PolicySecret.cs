using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Commands;

/// <summary>TPM2_PolicySecret, Part 3. Satisfied by the authorization of another entity.</summary>
public sealed record PolicySecret(
    TpmHandle AuthHandle, TpmHandle PolicySession, byte[] NonceTpm, byte[] CpHashA, byte[] PolicyRef, int Expiration)
    : ITpmCommand<PolicySecret, PolicySecretResponse>
{
    public static CommandShape Shape { get; } = new(
        TpmCc.PolicySecret, ["@authHandle", "policySession"],
        ["nonceTPM", "cpHashA", "policyRef", "expiration"]);

    public IReadOnlyList<TpmHandle> Handles => [AuthHandle, PolicySession];

    public static PolicySecret Read(IReadOnlyList<TpmHandle> handles, WireReader reader) => new(
        handles[0],
        handles[1],
        reader.Buffer("nonceTPM", 64),
        reader.Buffer("cpHashA", 64),
        reader.Buffer("policyRef"),
        unchecked((int)reader.U32("expiration")));

    public void Write(WireWriter writer)
    {
        writer.Buffer(NonceTpm);
        writer.Buffer(CpHashA);
        writer.Buffer(PolicyRef);
        writer.U32(unchecked((uint)Expiration));
    }
}

/// <summary>What <see cref="PolicySecret"/> answers.</summary>
public sealed record PolicySecretResponse(byte[] Timeout, TpmtTk PolicyTicket) : ITpmResponse<PolicySecretResponse>
{
    public static PolicySecretResponse Read(uint handle, WireReader reader) => new(
        reader.Buffer("timeout"),
        reader.Nested("policyTicket", TpmtTk.Read));

    public void Write(WireWriter writer)
    {
        writer.Buffer(Timeout);
        PolicyTicket.Write(writer);
    }
}
