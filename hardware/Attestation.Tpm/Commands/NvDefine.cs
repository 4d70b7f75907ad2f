using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Commands;

/// <summary>TPM2_NV_DefineSpace, Part 3. Defines an NV index.</summary>
public sealed record NvDefineSpace(TpmHandle AuthHandle, byte[] Auth, TpmsNvPublic PublicInfo) : ITpmCommand<NvDefineSpace, EmptyResponse>
{
    public static CommandShape Shape { get; } = new(TpmCc.NvDefineSpace, ["@authHandle"], ["auth", "publicInfo"]);

    public IReadOnlyList<TpmHandle> Handles => [AuthHandle];

    public static NvDefineSpace Read(IReadOnlyList<TpmHandle> handles, WireReader reader) => new(
        handles[0],
        reader.Buffer("auth", 64),
        reader.Sized("publicInfo", TpmsNvPublic.Read));

    public void Write(WireWriter writer)
    {
        writer.Buffer(Auth);
        writer.Sized(PublicInfo.Write);
    }
}

/// <summary>TPM2_NV_UndefineSpace, Part 3. Removes an NV index.</summary>
public sealed record NvUndefineSpace(TpmHandle AuthHandle, TpmHandle NvIndex) : ITpmCommand<NvUndefineSpace, EmptyResponse>
{
    public static CommandShape Shape { get; } = new(TpmCc.NvUndefineSpace, ["@authHandle", "nvIndex"], []);

    public IReadOnlyList<TpmHandle> Handles => [AuthHandle, NvIndex];

    public static NvUndefineSpace Read(IReadOnlyList<TpmHandle> handles, WireReader reader) => new(handles[0], handles[1]);

    public void Write(WireWriter writer)
    {
    }
}

/// <summary>TPM2_NV_Write, Part 3. Writes a part of an NV index.</summary>
public sealed record NvWrite(TpmHandle AuthHandle, TpmHandle NvIndex, byte[] Data, ushort Offset) : ITpmCommand<NvWrite, EmptyResponse>
{
    public static CommandShape Shape { get; } = new(TpmCc.NvWrite, ["@authHandle", "nvIndex"], ["data", "offset"]);

    public IReadOnlyList<TpmHandle> Handles => [AuthHandle, NvIndex];

    public static NvWrite Read(IReadOnlyList<TpmHandle> handles, WireReader reader) => new(
        handles[0],
        handles[1],
        reader.Buffer("data"),
        reader.U16("offset"));

    public void Write(WireWriter writer)
    {
        writer.Buffer(Data);
        writer.U16(Offset);
    }
}
