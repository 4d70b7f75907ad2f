using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Commands;

/// <summary>TPM2_Create, Part 3. Creates an object under a loaded parent; the private part leaves the TPM encrypted to it.</summary>
public sealed record Create(
    TpmHandle ParentHandle, TpmsSensitiveCreate InSensitive, TpmtPublic InPublic, byte[] OutsideInfo, TpmlPcrSelection CreationPcr)
    : ITpmCommand<Create, CreateResponse>
{
    public static CommandShape Shape { get; } = new(
        TpmCc.Create, ["@parentHandle"],
        ["inSensitive", "inPublic", "outsideInfo", "creationPCR"]);

    public IReadOnlyList<TpmHandle> Handles => [ParentHandle];

    public static Create Read(IReadOnlyList<TpmHandle> handles, WireReader reader) => new(
        handles[0],
        reader.Sized("inSensitive", TpmsSensitiveCreate.Read),
        reader.Sized("inPublic", TpmtPublic.Read),
        reader.Buffer("outsideInfo"),
        reader.Nested("creationPCR", TpmlPcrSelection.Read));

    public void Write(WireWriter writer)
    {
        writer.Sized(InSensitive.Write);
        writer.Sized(InPublic.Write);
        writer.Buffer(OutsideInfo);
        CreationPcr.Write(writer);
    }
}

/// <summary>What <see cref="Create"/> answers.</summary>
public sealed record CreateResponse(
    byte[] OutPrivate, TpmtPublic OutPublic, TpmsCreationData CreationData, byte[] CreationHash, TpmtTk CreationTicket)
    : ITpmResponse<CreateResponse>
{
    public static CreateResponse Read(uint handle, WireReader reader) => new(
        reader.Buffer("outPrivate"),
        reader.Sized("outPublic", TpmtPublic.Read),
        reader.Sized("creationData", TpmsCreationData.Read),
        reader.Buffer("creationHash"),
        reader.Nested("creationTicket", TpmtTk.Read));

    public void Write(WireWriter writer)
    {
        writer.Buffer(OutPrivate);
        writer.Sized(OutPublic.Write);
        writer.Sized(CreationData.Write);
        writer.Buffer(CreationHash);
        CreationTicket.Write(writer);
    }
}
