using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Commands;

/// <summary>TPM2_PCR_Extend, Part 3. Extends one PCR in the banks given.</summary>
public sealed record PcrExtend(TpmHandle PcrHandle, TpmlDigestValues Digests) : ITpmCommand<PcrExtend, EmptyResponse>
{
    public static CommandShape Shape { get; } = new(TpmCc.PcrExtend, ["@pcrHandle"], ["digests"]);

    public IReadOnlyList<TpmHandle> Handles => [PcrHandle];

    public static PcrExtend Read(IReadOnlyList<TpmHandle> handles, WireReader reader) => new(
        handles[0],
        reader.Nested("digests", TpmlDigestValues.Read));

    public void Write(WireWriter writer) => Digests.Write(writer);
}

/// <summary>TPM2_PCR_Event, Part 3. Hashes up to 1,024 bytes with every bank's algorithm and extends the results.</summary>
public sealed record PcrEvent(TpmHandle PcrHandle, byte[] EventData) : ITpmCommand<PcrEvent, PcrEventResponse>
{
    public static CommandShape Shape { get; } = new(TpmCc.PcrEvent, ["@pcrHandle"], ["eventData"]);

    public IReadOnlyList<TpmHandle> Handles => [PcrHandle];

    public static PcrEvent Read(IReadOnlyList<TpmHandle> handles, WireReader reader) => new(handles[0], reader.Buffer("eventData", 1024));

    public void Write(WireWriter writer) => writer.Buffer(EventData);
}

/// <summary>What <see cref="PcrEvent"/> answers.</summary>
public sealed record PcrEventResponse(TpmlDigestValues Digests) : ITpmResponse<PcrEventResponse>
{
    public static PcrEventResponse Read(uint handle, WireReader reader) => new(reader.Nested("digests", TpmlDigestValues.Read));

    public void Write(WireWriter writer) => Digests.Write(writer);
}
