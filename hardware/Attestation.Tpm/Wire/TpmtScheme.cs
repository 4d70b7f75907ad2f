namespace Attestation.Tpm.Wire;

/// <summary>
/// The scheme unions of Part 2 clause 11: TPMT_KEYEDHASH_SCHEME, TPMT_SIG_SCHEME, TPMT_KDF_SCHEME, TPMT_RSA_SCHEME, TPMT_ECC_SCHEME.
/// They share one encoding: the scheme, then its hash where it has one, then what ECDAA and XOR add.
/// </summary>
/// <param name="Scheme">The scheme; NULL has nothing behind it.</param>
/// <param name="HashAlg">Its hash; NULL where the scheme has none.</param>
/// <param name="Extra">ECDAA's count, or XOR's key derivation function; 0 otherwise.</param>
public sealed record TpmtScheme(TpmAlgId Scheme, TpmAlgId HashAlg, ushort Extra = 0) : IWireValue<TpmtScheme>
{
    public static TpmtScheme Null { get; } = new(TpmAlgId.Null, TpmAlgId.Null);

    /// <summary>Reads any scheme; the typed readers below narrow it.</summary>
    public static TpmtScheme Read(WireReader reader) => ReadAllowed(reader, s => HasHash(s) || s is TpmAlgId.RsaEs);

    /// <summary>TPMT_SIG_SCHEME, clause 11.2.1.5.</summary>
    public static TpmtScheme ReadSignature(WireReader reader) => ReadAllowed(reader, s => IsSignature(s) || s == TpmAlgId.Hmac);

    /// <summary>TPMT_RSA_SCHEME, clause 11.2.4.2.</summary>
    public static TpmtScheme ReadRsa(WireReader reader) =>
        ReadAllowed(reader, s => s is TpmAlgId.RsaSsa or TpmAlgId.RsaPss or TpmAlgId.RsaEs or TpmAlgId.Oaep);

    /// <summary>TPMT_ECC_SCHEME, clause 11.2.5.6.</summary>
    public static TpmtScheme ReadEcc(WireReader reader) => ReadAllowed(reader, s => s is TpmAlgId.EcDsa or TpmAlgId.EcDaa
        or TpmAlgId.Sm2 or TpmAlgId.EcSchnorr or TpmAlgId.EcDh or TpmAlgId.EcMqv);

    /// <summary>TPMT_KDF_SCHEME, clause 11.2.3.3.</summary>
    public static TpmtScheme ReadKdf(WireReader reader) => ReadAllowed(reader, s => s.IsKdf());

    /// <summary>TPMT_KEYEDHASH_SCHEME, clause 11.1.22.</summary>
    public static TpmtScheme ReadKeyedHash(WireReader reader) => ReadAllowed(reader, s => s is TpmAlgId.Hmac or TpmAlgId.Xor);

    public void Write(WireWriter writer)
    {
        writer.Algorithm(Scheme);
        if (HasHash(Scheme))
            writer.Algorithm(HashAlg);
        if (Scheme is TpmAlgId.EcDaa or TpmAlgId.Xor)
            writer.U16(Extra);
    }

    internal static bool IsSignature(TpmAlgId scheme) => scheme is TpmAlgId.RsaSsa or TpmAlgId.RsaPss
        or TpmAlgId.EcDsa or TpmAlgId.EcDaa or TpmAlgId.Sm2 or TpmAlgId.EcSchnorr;

    private static bool HasHash(TpmAlgId scheme) => IsSignature(scheme) || scheme.IsKdf()
        || scheme is TpmAlgId.Hmac or TpmAlgId.Xor or TpmAlgId.Oaep or TpmAlgId.EcDh or TpmAlgId.EcMqv;

    private static TpmtScheme ReadAllowed(WireReader reader, Func<TpmAlgId, bool> allowed)
    {
        int start = reader.Position;
        var scheme = (TpmAlgId)reader.U16("scheme");
        if (scheme == TpmAlgId.Null)
            return Null;
        if (!allowed(scheme))
            reader.Fail(WireDefect.UnknownSelector, "scheme", start);
        TpmAlgId hash = HasHash(scheme) ? reader.HashAlgorithm("hashAlg") : TpmAlgId.Null;
        ushort extra = scheme is TpmAlgId.EcDaa or TpmAlgId.Xor ? reader.U16("extra") : (ushort)0;
        return new TpmtScheme(scheme, hash, extra);
    }
}
