namespace Attestation.Tpm.Wire;

/// <summary>TPMS_ID_OBJECT, Part 2 clause 12.4.2 (TPM2B_ID_OBJECT is its sized form): a credential for one key of one TPM.</summary>
/// <param name="IntegrityHmac">HMAC over <paramref name="EncIdentity"/> and the key's Name.</param>
/// <param name="EncIdentity">The encrypted TPM2B_DIGEST with the secret; its size field is encrypted too.</param>
public sealed record TpmsIdObject(byte[] IntegrityHmac, byte[] EncIdentity) : IWireValue<TpmsIdObject>
{
    public static TpmsIdObject Read(WireReader reader) => new(reader.Buffer("integrityHMAC", 64), reader.Rest("encIdentity"));

    public void Write(WireWriter writer)
    {
        writer.Buffer(IntegrityHmac);
        writer.Bytes(EncIdentity);
    }
}
