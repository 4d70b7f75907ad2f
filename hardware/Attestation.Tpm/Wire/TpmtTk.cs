namespace Attestation.Tpm.Wire;

/// <summary>The tickets of Part 2 clause 10.7: TPMT_TK_CREATION, TPMT_TK_VERIFIED, TPMT_TK_AUTH, TPMT_TK_HASHCHECK. The tag says which.</summary>
/// <param name="Tag">Kind of ticket.</param>
/// <param name="Hierarchy">TPM_RH_NULL with an empty digest: a NULL ticket.</param>
/// <param name="Digest">HMAC by the TPM's proof value.</param>
public sealed record TpmtTk(TpmSt Tag, uint Hierarchy, byte[] Digest) : IWireValue<TpmtTk>
{
    public static TpmtTk Read(WireReader reader)
    {
        int start = reader.Position;
        var tag = (TpmSt)reader.U16("tag");
        if (tag is not (TpmSt.Creation or TpmSt.Verified or TpmSt.AuthSecret or TpmSt.AuthSigned or TpmSt.HashCheck))
            reader.Fail(WireDefect.UnknownSelector, "tag", start);
        return new TpmtTk(tag, reader.U32("hierarchy"), reader.Buffer("digest", 64));
    }

    public void Write(WireWriter writer)
    {
        writer.U16((ushort)Tag);
        writer.U32(Hierarchy);
        writer.Buffer(Digest);
    }
}
