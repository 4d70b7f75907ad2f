using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Commands;

/// <summary>TPM2_PCR_Read, Part 3. Values of selected PCRs, at most eight per command: the response says which were returned.</summary>
public sealed record PcrRead(TpmlPcrSelection PcrSelectionIn) : ITpmCommand<PcrRead, PcrReadResponse>
{
    public static CommandShape Shape { get; } = new(TpmCc.PcrRead, [], ["pcrSelectionIn"]);

    public IReadOnlyList<TpmHandle> Handles => [];

    public static PcrRead Read(IReadOnlyList<TpmHandle> handles, WireReader reader) => new(
        reader.Nested("pcrSelectionIn", TpmlPcrSelection.Read));

    public void Write(WireWriter writer) => PcrSelectionIn.Write(writer);
}

/// <summary>What <see cref="PcrRead"/> answers.</summary>
public sealed record PcrReadResponse(
    uint PcrUpdateCounter, TpmlPcrSelection PcrSelectionOut, TpmlDigest PcrValues)
    : ITpmResponse<PcrReadResponse>
{
    public static PcrReadResponse Read(uint handle, WireReader reader) => new(
        reader.U32("pcrUpdateCounter"),
        reader.Nested("pcrSelectionOut", TpmlPcrSelection.Read),
        reader.Nested("pcrValues", TpmlDigest.Read));

    public void Write(WireWriter writer)
    {
        writer.U32(PcrUpdateCounter);
        PcrSelectionOut.Write(writer);
        PcrValues.Write(writer);
    }
}
