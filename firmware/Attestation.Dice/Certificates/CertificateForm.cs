namespace Attestation.Dice.Certificates;

/// <summary>How a certificate is encoded. Open Profile for DICE, "Certificate Details": the forms may differ from one certificate of a
/// chain to the next.</summary>
public enum CertificateForm
{
    /// <summary>DER, RFC 5280.</summary>
    X509 = 0,

    /// <summary>A CBOR Web Token in an untagged COSE_Sign1.</summary>
    Cbor = 1,
}
