namespace Attestation.Tpm.Wire;

/// <summary>TPMT_PUBLIC, Part 2 clause 12.2.4 (TPM2B_PUBLIC, clause 12.2.5, is its sized form).</summary>
/// <param name="NameAlg">The hash of the object's Name; NULL for an object that has none.</param>
/// <param name="Attributes">objectAttributes.</param>
/// <param name="AuthPolicy">Empty or a digest of <paramref name="NameAlg"/>.</param>
/// <param name="Parameters">Type, parameters and unique field.</param>
public sealed record TpmtPublic(TpmAlgId NameAlg, TpmaObject Attributes, byte[] AuthPolicy, TpmuPublicParms Parameters) : IWireValue<TpmtPublic>
{
    public TpmAlgId Type => Parameters.Type;

    public static TpmtPublic Read(WireReader reader)
    {
        int start = reader.Position;
        var type = (TpmAlgId)reader.U16("type");
        return new TpmtPublic(
            reader.HashAlgorithm("nameAlg", orNull: true), (TpmaObject)reader.U32("objectAttributes"), reader.Buffer("authPolicy", 64),
            TpmtPublicParms.ReadUnion(reader, type, start, withUnique: true));
    }

    public void Write(WireWriter writer)
    {
        writer.Algorithm(Type);
        writer.Algorithm(NameAlg);
        writer.U32((uint)Attributes);
        writer.Buffer(AuthPolicy);
        Parameters.Write(writer);
    }
}

/// <summary>TPMT_PUBLIC_PARMS, Part 2 clause 12.2.3.8: type and parameters without a unique field.</summary>
public sealed record TpmtPublicParms(TpmuPublicParms Parameters) : IWireValue<TpmtPublicParms>
{
    public static TpmtPublicParms Read(WireReader reader)
    {
        int start = reader.Position;
        var type = (TpmAlgId)reader.U16("type");
        return new TpmtPublicParms(ReadUnion(reader, type, start, withUnique: false));
    }

    public void Write(WireWriter writer)
    {
        writer.Algorithm(Parameters.Type);
        Parameters.WriteParameters(writer);
    }

    internal static TpmuPublicParms ReadUnion(WireReader reader, TpmAlgId type, int start, bool withUnique)
    {
        switch (type)
        {
            case TpmAlgId.Rsa:
                return TpmsRsaParms.Read(reader, withUnique);
            case TpmAlgId.Ecc:
                return TpmsEccParms.Read(reader, withUnique);
            case TpmAlgId.KeyedHash:
                return TpmsKeyedHashParms.Read(reader, withUnique);
            case TpmAlgId.SymCipher:
                return TpmsSymCipherParms.Read(reader, withUnique);
            default:
                reader.Fail(WireDefect.UnknownSelector, "type", start);
                return new TpmsKeyedHashParms(TpmtScheme.Null, []);
        }
    }
}
