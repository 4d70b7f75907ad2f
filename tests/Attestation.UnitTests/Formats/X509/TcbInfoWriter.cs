using System.Formats.Asn1;
using Attestation.Formats.Dice;
using Attestation.Formats.X509;

namespace Attestation.UnitTests.Formats.X509;

/// <summary>Writes DiceTcbInfo with System.Formats.Asn1, in the dialect of [10] that the notes of reading name.</summary>
internal static class TcbInfoWriter
{
    public static byte[] Write(TcbInfo info, IEnumerable<DialectNote> notes) => CertificateMaker.Der(w =>
    {
        using (w.PushSequence())
        {
            Text(w, info.Vendor, 0);
            Text(w, info.Model, 1);
            Text(w, info.Version, 2);
            Number(w, info.Svn, 3);
            Number(w, info.Layer, 4);
            Number(w, info.Index, 5);
            if (info.Fwids.Count > 0)
                Digests(w, info.Fwids, 6);
            Bits(w, info.Flags, 7);
            Octets(w, info.VendorInfo, 8);
            Octets(w, info.Type, 9);
            Bits(w, info.FlagsMask, 10);
            if (info.IntegrityRegisters.Count > 0)
                Registers(w, info.IntegrityRegisters, notes.Any(n => n.Dialect == Dialect.IntegrityRegistersAt10) ? 10 : 11);
        }
    });

    private static Asn1Tag Tag(int number) => new(TagClass.ContextSpecific, number);

    private static void Text(AsnWriter w, string? text, int number, UniversalTagNumber type = UniversalTagNumber.UTF8String)
    {
        if (text is not null)
            w.WriteCharacterString(type, text, Tag(number));
    }

    private static void Number(AsnWriter w, long? value, int number)
    {
        if (value is { } known)
            w.WriteInteger(known, Tag(number));
    }

    private static void Octets(AsnWriter w, ReadOnlyMemory<byte>? value, int number)
    {
        if (value is { } known)
            w.WriteOctetString(known.Span, Tag(number));
    }

    private static void Bits(AsnWriter w, OperationalFlags? flags, int number)
    {
        if (flags is { } known)
            w.WriteNamedBitList(known, Tag(number));
    }

    private static void Digests(AsnWriter w, IReadOnlyList<Fwid> digests, int number)
    {
        using (w.PushSequence(Tag(number)))
        {
            foreach (Fwid digest in digests)
            {
                using (w.PushSequence())
                {
                    w.WriteObjectIdentifier(digest.HashAlgorithm);
                    w.WriteOctetString(digest.Digest.Span);
                }
            }
        }
    }

    private static void Registers(AsnWriter w, IReadOnlyList<IntegrityRegister> registers, int number)
    {
        using (w.PushSequence(Tag(number)))
        {
            foreach (IntegrityRegister register in registers)
            {
                using (w.PushSequence())
                {
                    Text(w, register.Name, 0, UniversalTagNumber.IA5String);
                    Number(w, register.Number, 1);
                    Digests(w, register.Digests, 2);
                }
            }
        }
    }
}
