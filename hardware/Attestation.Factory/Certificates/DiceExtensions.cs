using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace Attestation.Factory.Certificates;

/// <summary>TCG DICE Attestation Architecture extensions as the manufacturer puts them into a UDS certificate. Neither is critical, so that
/// tools that do not know them can still verify the chain.</summary>
internal static class DiceExtensions
{
    private const string TcbInfoOid = "2.23.133.5.4.1";
    private const string UeidOid = "2.23.133.5.4.4";

    /// <summary><code>DiceTcbInfo ::= SEQUENCE { vendor [0] IMPLICIT UTF8String, model [1] IMPLICIT UTF8String }</code>
    /// All other members are optional and belong to layers that are measured.</summary>
    public static X509Extension TcbInfo(string vendor, string model)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteCharacterString(UniversalTagNumber.UTF8String, vendor, new Asn1Tag(TagClass.ContextSpecific, 0));
            writer.WriteCharacterString(UniversalTagNumber.UTF8String, model, new Asn1Tag(TagClass.ContextSpecific, 1));
        }
        return new X509Extension(TcbInfoOid, writer.Encode(), critical: false);
    }

    /// <summary><code>TcgUeid ::= SEQUENCE { ueid OCTET STRING }</code></summary>
    public static X509Extension Ueid(ReadOnlySpan<byte> ueid)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
            writer.WriteOctetString(ueid);
        return new X509Extension(UeidOid, writer.Encode(), critical: false);
    }
}
