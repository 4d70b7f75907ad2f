using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Commands;

/// <summary>TPM2_Unseal, Part 3. Gives sealed data back. The response is a secret: use a session that encrypts it.</summary>
public sealed record Unseal(TpmHandle ItemHandle) : ITpmCommand<Unseal, UnsealResponse>
{
    public static CommandShape Shape { get; } = new(TpmCc.Unseal, ["@itemHandle"], []);

    public IReadOnlyList<TpmHandle> Handles => [ItemHandle];

    public static Unseal Read(IReadOnlyList<TpmHandle> handles, WireReader reader) => new(handles[0]);

    public void Write(WireWriter writer)
    {
    }
}

/// <summary>What <see cref="Unseal"/> answers.</summary>
public sealed record UnsealResponse(byte[] OutData) : ITpmResponse<UnsealResponse>
{
    public static UnsealResponse Read(uint handle, WireReader reader) => new(reader.Buffer("outData", 2048));

    public void Write(WireWriter writer) => writer.Buffer(OutData);
}
