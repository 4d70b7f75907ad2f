namespace Attestation.Tpm.Wire;

/// <summary>TPMS_CREATION_DATA, Part 2 clause 15.1: the environment in which an object was created.</summary>
public sealed record TpmsCreationData(
    TpmlPcrSelection PcrSelect, byte[] PcrDigest, TpmaLocality Locality, TpmAlgId ParentNameAlg, byte[] ParentName,
    byte[] ParentQualifiedName, byte[] OutsideInfo) : IWireValue<TpmsCreationData>
{
    public static TpmsCreationData Read(WireReader reader) => new(
        reader.Nested("pcrSelect", TpmlPcrSelection.Read), reader.Buffer("pcrDigest", 64), (TpmaLocality)reader.U8("locality"),
        reader.HashAlgorithm("parentNameAlg", orNull: true), reader.Buffer("parentName"), reader.Buffer("parentQualifiedName"),
        reader.Buffer("outsideInfo"));

    public void Write(WireWriter writer)
    {
        PcrSelect.Write(writer);
        writer.Buffer(PcrDigest);
        writer.U8((byte)Locality);
        writer.Algorithm(ParentNameAlg);
        writer.Buffer(ParentName);
        writer.Buffer(ParentQualifiedName);
        writer.Buffer(OutsideInfo);
    }
}
