using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Commands;

/// <summary>TPM2_GetRandom, Part 3. Random bytes; a TPM returns no more than its largest digest at once.</summary>
public sealed record GetRandom(ushort BytesRequested) : ITpmCommand<GetRandom, GetRandomResponse>
{
    public static CommandShape Shape { get; } = new(TpmCc.GetRandom, [], ["bytesRequested"]);

    public IReadOnlyList<TpmHandle> Handles => [];

    public static GetRandom Read(IReadOnlyList<TpmHandle> handles, WireReader reader) => new(reader.U16("bytesRequested"));

    public void Write(WireWriter writer) => writer.U16(BytesRequested);
}

/// <summary>What <see cref="GetRandom"/> answers.</summary>
public sealed record GetRandomResponse(byte[] RandomBytes) : ITpmResponse<GetRandomResponse>
{
    public static GetRandomResponse Read(uint handle, WireReader reader) => new(reader.Buffer("randomBytes", 64));

    public void Write(WireWriter writer) => writer.Buffer(RandomBytes);
}
