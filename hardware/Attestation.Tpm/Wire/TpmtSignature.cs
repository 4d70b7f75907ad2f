namespace Attestation.Tpm.Wire;

/// <summary>TPMT_SIGNATURE, Part 2 clause 11.3.4. One of the kinds below, selected by sigAlg.</summary>
public abstract record TpmtSignature(TpmAlgId SigAlg) : IWireValue<TpmtSignature>
{
    public static TpmtSignature Read(WireReader reader)
    {
        int start = reader.Position;
        var algorithm = (TpmAlgId)reader.U16("sigAlg");
        switch (algorithm)
        {
            case TpmAlgId.RsaSsa or TpmAlgId.RsaPss:
                return new RsaSignature(algorithm, reader.HashAlgorithm("hash"), reader.Buffer("sig", 2048));
            case TpmAlgId.EcDsa or TpmAlgId.EcDaa or TpmAlgId.Sm2 or TpmAlgId.EcSchnorr:
                return new EccSignature(algorithm, reader.HashAlgorithm("hash"),
                    reader.Buffer("signatureR", TpmsEccPoint.MostBytes), reader.Buffer("signatureS", TpmsEccPoint.MostBytes));
            case TpmAlgId.Hmac:
                return new HmacSignature(reader.Nested("hmac", TpmtHa.Read));
            case TpmAlgId.Null:
                return NullSignature.Instance;
            default:
                reader.Fail(WireDefect.UnknownSelector, "sigAlg", start);
                return NullSignature.Instance;
        }
    }

    public void Write(WireWriter writer)
    {
        writer.Algorithm(SigAlg);
        WriteDetails(writer);
    }

    protected abstract void WriteDetails(WireWriter writer);
}

/// <summary>TPMS_SIGNATURE_RSA, Part 2 clause 11.3.1: RSASSA or RSAPSS.</summary>
public sealed record RsaSignature(TpmAlgId Scheme, TpmAlgId Hash, byte[] Sig) : TpmtSignature(Scheme)
{
    protected override void WriteDetails(WireWriter writer)
    {
        writer.Algorithm(Hash);
        writer.Buffer(Sig);
    }
}

/// <summary>TPMS_SIGNATURE_ECC, Part 2 clause 11.3.2: ECDSA, ECDAA, SM2 or ECSCHNORR; big-endian, leading zeros may be missing.</summary>
public sealed record EccSignature(TpmAlgId Scheme, TpmAlgId Hash, byte[] R, byte[] S) : TpmtSignature(Scheme)
{
    protected override void WriteDetails(WireWriter writer)
    {
        writer.Algorithm(Hash);
        writer.Buffer(R);
        writer.Buffer(S);
    }
}

/// <summary>An HMAC, TPMT_HA.</summary>
public sealed record HmacSignature(TpmtHa Hmac) : TpmtSignature(TpmAlgId.Hmac)
{
    protected override void WriteDetails(WireWriter writer) => Hmac.Write(writer);
}

/// <summary>TPM_ALG_NULL: what a TPM answers when it was told not to sign.</summary>
public sealed record NullSignature() : TpmtSignature(TpmAlgId.Null)
{
    public static NullSignature Instance { get; } = new();

    protected override void WriteDetails(WireWriter writer)
    {
    }
}
