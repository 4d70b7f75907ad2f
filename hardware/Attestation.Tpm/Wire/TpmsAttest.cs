namespace Attestation.Tpm.Wire;

/// <summary>TPMS_ATTEST, Part 2 clause 10.12.12 (TPM2B_ATTEST is its sized form).</summary>
/// <param name="QualifiedSigner">Qualified name of the signing key; hierarchy names for keys of the NULL hierarchy.</param>
/// <param name="ExtraData">The caller's qualifying data: the nonce, or a hash over it.</param>
/// <param name="ClockInfo">Clock and counters; obfuscated for keys outside the endorsement and platform hierarchies.</param>
/// <param name="FirmwareVersion">Vendor's number; obfuscated likewise.</param>
/// <param name="Attested">What is attested to; its kind is the structure's type.</param>
public sealed record TpmsAttest(byte[] QualifiedSigner, byte[] ExtraData, TpmsClockInfo ClockInfo, ulong FirmwareVersion, TpmuAttest Attested)
    : IWireValue<TpmsAttest>
{
    /// <summary>TPM_GENERATED_VALUE, clause 6.2: 0xff "TCG". A restricted key signs nothing from outside that begins so.</summary>
    public const uint GeneratedValue = 0xFF544347;

    public static TpmsAttest Read(WireReader reader)
    {
        int start = reader.Position;
        if (reader.U32("magic") != GeneratedValue)
            reader.Fail(WireDefect.NotGeneratedByTpm, "magic", start);
        int typeAt = reader.Position;
        var type = (TpmSt)reader.U16("type");
        return new TpmsAttest(
            reader.Buffer("qualifiedSigner"), reader.Buffer("extraData"), reader.Nested("clockInfo", TpmsClockInfo.Read),
            reader.U64("firmwareVersion"), reader.Nested("attested", r => TpmuAttest.Read(r, type, typeAt)));
    }

    public void Write(WireWriter writer)
    {
        writer.U32(GeneratedValue);
        writer.U16((ushort)Attested.Type);
        writer.Buffer(QualifiedSigner);
        writer.Buffer(ExtraData);
        ClockInfo.Write(writer);
        writer.U64(FirmwareVersion);
        Attested.Write(writer);
    }
}
