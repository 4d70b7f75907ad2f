using Attestation.Formats.Der;

namespace Attestation.Formats.X509;

/// <summary>Attribute certificates (RFC 5755), as platform certificates are: recognised, so that they can be told; not read.</summary>
public static class AttributeCertificate
{
    /// <summary>
    /// AttributeCertificateInfo ::= SEQUENCE { version INTEGER (1), holder SEQUENCE { [0] | [1] | [2] }, ... }: where a certificate has its
    /// algorithm, a holder begins with a context tag.
    /// </summary>
    public static bool Is(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var reader = new DerReader(bytes);
            DerReader whole = reader.Enter(DerTag.Sequence, "");
            DerReader info = whole.Enter(DerTag.Sequence, "");
            if (!info.Is(DerTag.Integer) || info.Unsigned("") != 1)
                return false;
            DerReader holder = info.Enter(DerTag.Sequence, "");
            return holder.Is(DerTag.ContextConstructed(0)) || holder.Is(DerTag.ContextConstructed(1)) || holder.Is(DerTag.ContextConstructed(2));
        }
        catch (DerDefect)
        {
            return false;
        }
    }
}
