using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Commands;

/// <summary>TPM2_CreatePrimary, Part 3. Derives a primary object from a hierarchy's seed: the same template gives the same key.</summary>
public sealed record CreatePrimary(
    TpmHandle PrimaryHandle, TpmsSensitiveCreate InSensitive, TpmtPublic InPublic, byte[] OutsideInfo, TpmlPcrSelection CreationPcr)
    : ITpmCommand<CreatePrimary, CreatePrimaryResponse>
{
    public static CommandShape Shape { get; } = new(
        TpmCc.CreatePrimary, ["@primaryHandle"],
        ["inSensitive", "inPublic", "outsideInfo", "creationPCR"], ResponseHandle: true);

    public IReadOnlyList<TpmHandle> Handles => [PrimaryHandle];

    public static CreatePrimary Read(IReadOnlyList<TpmHandle> handles, WireReader reader) => new(
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

/// <summary>What <see cref="CreatePrimary"/> answers.</summary>
public sealed record CreatePrimaryResponse(
    uint ObjectHandle, TpmtPublic OutPublic, TpmsCreationData CreationData, byte[] CreationHash, TpmtTk CreationTicket, byte[] Name)
    : ITpmResponse<CreatePrimaryResponse>
{
    public uint? Handle => ObjectHandle;

    public static CreatePrimaryResponse Read(uint handle, WireReader reader) => new(
        handle,
        reader.Sized("outPublic", TpmtPublic.Read),
        reader.Sized("creationData", TpmsCreationData.Read),
        reader.Buffer("creationHash"),
        reader.Nested("creationTicket", TpmtTk.Read),
        reader.Buffer("name"));

    public void Write(WireWriter writer)
    {
        writer.Sized(OutPublic.Write);
        writer.Sized(CreationData.Write);
        writer.Buffer(CreationHash);
        CreationTicket.Write(writer);
        writer.Buffer(Name);
    }
}
