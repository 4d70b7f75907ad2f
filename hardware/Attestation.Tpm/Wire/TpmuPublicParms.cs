namespace Attestation.Tpm.Wire;

/// <summary>TPMU_PUBLIC_PARMS, Part 2 clause 12.2.3.7, together with what TPMU_PUBLIC_ID holds for the same type.</summary>
public abstract record TpmuPublicParms
{
    /// <summary>The selector of the union.</summary>
    public abstract TpmAlgId Type { get; }

    /// <summary>Writes the parameters, then the unique field.</summary>
    public void Write(WireWriter writer)
    {
        WriteParameters(writer);
        WriteUnique(writer);
    }

    /// <summary>Writes the parameters only, as TPMT_PUBLIC_PARMS has them.</summary>
    public abstract void WriteParameters(WireWriter writer);

    protected abstract void WriteUnique(WireWriter writer);
}

/// <summary>TPMS_RSA_PARMS, Part 2 clause 12.2.3.5, and TPM2B_PUBLIC_KEY_RSA.</summary>
/// <param name="Symmetric">The cipher of a storage key; NULL for any other.</param>
/// <param name="Scheme">TPMT_RSA_SCHEME.</param>
/// <param name="KeyBits">Size of the modulus in bits.</param>
/// <param name="Exponent">0 means 65537.</param>
/// <param name="Modulus">Big-endian; zero-filled or empty in a template.</param>
public sealed record TpmsRsaParms(TpmtSymDef Symmetric, TpmtScheme Scheme, ushort KeyBits, uint Exponent, byte[] Modulus) : TpmuPublicParms
{
    public override TpmAlgId Type => TpmAlgId.Rsa;

    public static TpmsRsaParms Read(WireReader reader, bool withUnique) => new(
        reader.Nested("symmetric", TpmtSymDef.Read), reader.Nested("scheme", TpmtScheme.ReadRsa),
        reader.U16("keyBits"), reader.U32("exponent"), withUnique ? reader.Buffer("unique", 2048) : []);

    public override void WriteParameters(WireWriter writer)
    {
        Symmetric.Write(writer);
        Scheme.Write(writer);
        writer.U16(KeyBits);
        writer.U32(Exponent);
    }

    protected override void WriteUnique(WireWriter writer) => writer.Buffer(Modulus);
}

/// <summary>TPMS_ECC_PARMS, Part 2 clause 12.2.3.6, and the point.</summary>
public sealed record TpmsEccParms(TpmtSymDef Symmetric, TpmtScheme Scheme, TpmEccCurve Curve, TpmtScheme Kdf, TpmsEccPoint Point) : TpmuPublicParms
{
    public override TpmAlgId Type => TpmAlgId.Ecc;

    public static TpmsEccParms Read(WireReader reader, bool withUnique) => new(
        reader.Nested("symmetric", TpmtSymDef.Read), reader.Nested("scheme", TpmtScheme.ReadEcc), ReadCurve(reader),
        reader.Nested("kdf", TpmtScheme.ReadKdf), withUnique ? reader.Nested("unique", TpmsEccPoint.Read) : new TpmsEccPoint([], []));

    public override void WriteParameters(WireWriter writer)
    {
        Symmetric.Write(writer);
        Scheme.Write(writer);
        writer.U16((ushort)Curve);
        Kdf.Write(writer);
    }

    protected override void WriteUnique(WireWriter writer) => Point.Write(writer);

    private static TpmEccCurve ReadCurve(WireReader reader)
    {
        int start = reader.Position;
        var curve = (TpmEccCurve)reader.U16("curveID");
        if (curve.FieldSize() == 0)
            reader.Fail(WireDefect.UnknownSelector, "curveID", start);
        return curve;
    }
}

/// <summary>TPMS_KEYEDHASH_PARMS, Part 2 clause 12.2.3.3: an HMAC or XOR key, or (scheme NULL) sealed data.</summary>
public sealed record TpmsKeyedHashParms(TpmtScheme Scheme, byte[] Unique) : TpmuPublicParms
{
    public override TpmAlgId Type => TpmAlgId.KeyedHash;

    public static TpmsKeyedHashParms Read(WireReader reader, bool withUnique) =>
        new(reader.Nested("scheme", TpmtScheme.ReadKeyedHash), withUnique ? reader.Buffer("unique", 64) : []);

    public override void WriteParameters(WireWriter writer) => Scheme.Write(writer);

    protected override void WriteUnique(WireWriter writer) => writer.Buffer(Unique);
}

/// <summary>TPMS_SYMCIPHER_PARMS, Part 2 clause 11.1.9.</summary>
public sealed record TpmsSymCipherParms(TpmtSymDef Symmetric, byte[] Unique) : TpmuPublicParms
{
    public override TpmAlgId Type => TpmAlgId.SymCipher;

    public static TpmsSymCipherParms Read(WireReader reader, bool withUnique) =>
        new(reader.Nested("sym", TpmtSymDef.Read), withUnique ? reader.Buffer("unique", 64) : []);

    public override void WriteParameters(WireWriter writer) => Symmetric.Write(writer);

    protected override void WriteUnique(WireWriter writer) => writer.Buffer(Unique);
}
