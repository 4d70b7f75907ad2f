namespace Attestation.Tpm.Wire;

/// <summary>TPMS_NV_PUBLIC, Part 2 clause 13.5 (TPM2B_NV_PUBLIC is its sized form).</summary>
/// <param name="NvIndex">Handle 0x01xxxxxx.</param>
/// <param name="NameAlg">Hash of its Name and of its policy.</param>
/// <param name="Attributes">TPMA_NV.</param>
/// <param name="AuthPolicy">Empty or a digest.</param>
/// <param name="DataSize">Bytes of data; 8 for counters and bit fields.</param>
public sealed record TpmsNvPublic(uint NvIndex, TpmAlgId NameAlg, TpmaNv Attributes, byte[] AuthPolicy, ushort DataSize) : IWireValue<TpmsNvPublic>
{
    public static TpmsNvPublic Read(WireReader reader)
    {
        int start = reader.Position;
        uint index = reader.U32("nvIndex");
        if (index >> 24 != 0x01)
            reader.Fail(WireDefect.OutOfRange, "nvIndex", start);
        return new TpmsNvPublic(index, reader.HashAlgorithm("nameAlg"), (TpmaNv)reader.U32("attributes"),
            reader.Buffer("authPolicy", 64), reader.U16("dataSize"));
    }

    public void Write(WireWriter writer)
    {
        writer.U32(NvIndex);
        writer.Algorithm(NameAlg);
        writer.U32((uint)Attributes);
        writer.Buffer(AuthPolicy);
        writer.U16(DataSize);
    }
}
