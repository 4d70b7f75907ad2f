using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Commands;

/// <summary>TPM2_NV_ReadPublic, Part 3. Public area and Name of an NV index.</summary>
public sealed record NvReadPublic(TpmHandle NvIndex) : ITpmCommand<NvReadPublic, NvReadPublicResponse>
{
    public static CommandShape Shape { get; } = new(TpmCc.NvReadPublic, ["nvIndex"], []);

    public IReadOnlyList<TpmHandle> Handles => [NvIndex];

    public static NvReadPublic Read(IReadOnlyList<TpmHandle> handles, WireReader reader) => new(handles[0]);

    public void Write(WireWriter writer)
    {
    }
}

/// <summary>What <see cref="NvReadPublic"/> answers.</summary>
public sealed record NvReadPublicResponse(TpmsNvPublic NvPublic, byte[] NvName) : ITpmResponse<NvReadPublicResponse>
{
    public static NvReadPublicResponse Read(uint handle, WireReader reader) => new(
        reader.Sized("nvPublic", TpmsNvPublic.Read),
        reader.Buffer("nvName"));

    public void Write(WireWriter writer)
    {
        writer.Sized(NvPublic.Write);
        writer.Buffer(NvName);
    }
}

/// <summary>TPM2_NV_Read, Part 3. Reads a part of an NV index, at most TPM_PT_NV_BUFFER_MAX bytes.</summary>
public sealed record NvRead(TpmHandle AuthHandle, TpmHandle NvIndex, ushort Size, ushort Offset) : ITpmCommand<NvRead, NvReadResponse>
{
    public static CommandShape Shape { get; } = new(TpmCc.NvRead, ["@authHandle", "nvIndex"], ["size", "offset"]);

    public IReadOnlyList<TpmHandle> Handles => [AuthHandle, NvIndex];

    public static NvRead Read(IReadOnlyList<TpmHandle> handles, WireReader reader) => new(
        handles[0],
        handles[1],
        reader.U16("size"),
        reader.U16("offset"));

    public void Write(WireWriter writer)
    {
        writer.U16(Size);
        writer.U16(Offset);
    }
}

/// <summary>What <see cref="NvRead"/> answers.</summary>
public sealed record NvReadResponse(byte[] Data) : ITpmResponse<NvReadResponse>
{
    public static NvReadResponse Read(uint handle, WireReader reader) => new(reader.Buffer("data"));

    public void Write(WireWriter writer) => writer.Buffer(Data);
}
