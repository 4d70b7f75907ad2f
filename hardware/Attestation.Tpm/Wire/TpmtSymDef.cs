namespace Attestation.Tpm.Wire;

/// <summary>
/// TPMT_SYM_DEF and TPMT_SYM_DEF_OBJECT, Part 2 clauses 11.1.6 and 11.1.7. NULL has nothing behind it, XOR only a hash.
/// </summary>
/// <param name="Algorithm">A block cipher, XOR (sessions only) or NULL.</param>
/// <param name="KeyBits">Key size in bits; with XOR the hash algorithm's number; 0 with NULL.</param>
/// <param name="Mode">Cipher mode; NULL where there is none.</param>
public sealed record TpmtSymDef(TpmAlgId Algorithm, ushort KeyBits, TpmAlgId Mode) : IWireValue<TpmtSymDef>
{
    public static TpmtSymDef Null { get; } = new(TpmAlgId.Null, 0, TpmAlgId.Null);

    public static TpmtSymDef Aes128Cfb { get; } = new(TpmAlgId.Aes, 128, TpmAlgId.Cfb);

    public static TpmtSymDef Aes256Cfb { get; } = new(TpmAlgId.Aes, 256, TpmAlgId.Cfb);

    public static TpmtSymDef Sm4Cfb { get; } = new(TpmAlgId.Sm4, 128, TpmAlgId.Cfb);

    public static TpmtSymDef Read(WireReader reader)
    {
        int start = reader.Position;
        var algorithm = (TpmAlgId)reader.U16("algorithm");
        switch (algorithm)
        {
            case TpmAlgId.Null:
                return Null;
            case TpmAlgId.Xor:
                return new TpmtSymDef(algorithm, (ushort)reader.HashAlgorithm("keyBits"), TpmAlgId.Null);
            case var cipher when cipher.IsBlockCipher():
                return new TpmtSymDef(cipher, reader.U16("keyBits"), ReadMode(reader));
            default:
                reader.Fail(WireDefect.UnknownSelector, "algorithm", start);
                return Null;
        }
    }

    public void Write(WireWriter writer)
    {
        writer.Algorithm(Algorithm);
        if (Algorithm == TpmAlgId.Null)
            return;
        writer.U16(KeyBits);
        if (Algorithm != TpmAlgId.Xor)
            writer.Algorithm(Mode);
    }

    private static TpmAlgId ReadMode(WireReader reader)
    {
        int start = reader.Position;
        var mode = (TpmAlgId)reader.U16("mode");
        if (!mode.IsCipherMode())
            reader.Fail(WireDefect.UnknownSelector, "mode", start);
        return mode;
    }
}
