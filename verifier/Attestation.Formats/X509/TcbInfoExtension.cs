using Attestation.Formats.Der;
using Attestation.Formats.Dice;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.X509;

/// <summary>
/// DiceTcbInfo, DiceMultiTcbInfo and DiceUeid (TCG DICE Attestation Architecture 1.1 and 1.2, section 6.1); IMPLICIT tags, all OPTIONAL:
/// <code>
/// DiceTcbInfo ::= SEQUENCE {
///   [0] vendor UTF8String  [1] model UTF8String  [2] version UTF8String
///   [3] svn INTEGER  [4] layer INTEGER  [5] index INTEGER
///   [6] fwids SEQUENCE OF SEQUENCE { OBJECT IDENTIFIER, OCTET STRING }
///   [7] flags BIT STRING  [8] vendorInfo OCTET STRING  [9] type OCTET STRING
///   [10] primitive: flagsMask BIT STRING (1.1)   constructed: integrityRegisters (1.2)
///   [11] integrityRegisters (1.2 with errata) }
/// </code>
/// </summary>
internal static class TcbInfoExtension
{
    private const int MaxListed = 64;

    public static TcbInfo Read(ref DerReader value, List<DialectNote> notes)
    {
        DerReader fields = value.Enter(DerTag.Sequence, "");
        if (fields.Is(DerTag.Integer))
            return ReadRiot(ref fields, notes);
        var info = new TcbInfo
        {
            Vendor = Text(ref fields, 0, "vendor"),
            Model = Text(ref fields, 1, "model"),
            Version = Text(ref fields, 2, "version"),
            Svn = Number(ref fields, 3, notes, "svn"),
            Layer = Number(ref fields, 4, notes, "layer"),
            Index = Number(ref fields, 5, notes, "index"),
            Fwids = fields.Is(DerTag.ContextConstructed(6)) ? Digests(ref fields, DerTag.ContextConstructed(6), "fwids") : [],
            Flags = Bits(ref fields, 7, notes, "flags"),
            VendorInfo = Octets(ref fields, 8, "vendorInfo"),
            Type = Octets(ref fields, 9, "type"),
        };
        info = ReadMask(ref fields, info, notes);
        info = ReadRegisters(ref fields, info, notes);
        fields.End("");
        return info;
    }

    /// <summary>
    /// What the identifier meant before DiceTcbInfo, and GPUs still write (RIoT, "X.509 extension"):
    /// CompositeDeviceID ::= SEQUENCE { version INTEGER (1), deviceID SubjectPublicKeyInfo, fwid FWID }.
    /// </summary>
    private static TcbInfo ReadRiot(ref DerReader fields, List<DialectNote> notes)
    {
        if (fields.Unsigned("version") != 1)
            throw fields.Defect(X509Reasons.Extension, "version");
        fields.Element(DerTag.Sequence, "deviceID");
        Fwid fwid = Digest(ref fields, "fwid");
        fields.End("");
        notes.Add(new DialectNote(Dialect.RiotCompositeDeviceId, ""));
        return new TcbInfo { Fwids = [fwid] };
    }

    /// <summary>DiceMultiTcbInfo: SEQUENCE SIZE (1..MAX) OF DiceTcbInfo.</summary>
    public static List<TcbInfo> ReadMany(ref DerReader value, List<DialectNote> notes)
    {
        DerReader list = value.Enter(DerTag.Sequence, "");
        var infos = new List<TcbInfo>();
        do
        {
            if (infos.Count == MaxListed)
                throw list.Defect(DerReasons.TooLarge, "");
            infos.Add(Read(ref list, notes));
        }
        while (list.HasMore);
        return infos;
    }

    /// <summary>DiceUeid: SEQUENCE { ueid OCTET STRING }, 7 to 33 bytes (RFC 9711 section 4.2.1 limits a UEID to 33).</summary>
    public static ReadOnlyMemory<byte> ReadUeid(ref DerReader value)
    {
        DerReader fields = value.Enter(DerTag.Sequence, "");
        ReadOnlyMemory<byte> ueid = fields.OctetString("");
        fields.End("");
        return ueid.Length is > 0 and <= 64 ? ueid : throw value.Defect(X509Reasons.Extension, "");
    }

    /// <summary>[10]: a primitive element is the 1.1 flagsMask; a constructed one the 1.2 integrityRegisters.</summary>
    private static TcbInfo ReadMask(ref DerReader fields, TcbInfo info, List<DialectNote> notes)
    {
        if (!fields.Is(DerTag.Context(10)))
            return info;
        notes.Add(new DialectNote(Dialect.FlagsMaskAt10, "flagsMask"));
        return info with { FlagsMask = Bits(ref fields, 10, notes, "flagsMask") };
    }

    private static TcbInfo ReadRegisters(ref DerReader fields, TcbInfo info, List<DialectNote> notes)
    {
        bool at10 = fields.Is(DerTag.ContextConstructed(10));
        if (!at10 && !fields.Is(DerTag.ContextConstructed(11)))
            return info;
        const string path = "integrityRegisters";
        notes.Add(new DialectNote(at10 ? Dialect.IntegrityRegistersAt10 : Dialect.IntegrityRegistersAt11, path));
        DerReader list = fields.Enter(DerTag.ContextConstructed(at10 ? 10 : 11), path);
        var registers = new List<IntegrityRegister>();
        while (list.HasMore)
        {
            if (registers.Count == MaxListed)
                throw list.Defect(DerReasons.TooLarge, path);
            registers.Add(ReadRegister(ref list, notes));
        }
        return info with { IntegrityRegisters = registers };
    }

    /// <summary>IntegrityRegister: [0] registerName IA5String, [1] registerNum INTEGER, [2] registerDigests; name or number identifies it.</summary>
    private static IntegrityRegister ReadRegister(ref DerReader list, List<DialectNote> notes)
    {
        const string path = "integrityRegisters";
        int at = list.Offset;
        DerReader fields = list.Enter(DerTag.Sequence, path);
        string? name = fields.Is(DerTag.Context(0)) ? fields.Ascii("registerName", DerTag.Context(0)) : null;
        long? number = Number(ref fields, 1, notes, "registerNum");
        List<Fwid> digests = Digests(ref fields, DerTag.ContextConstructed(2), "registerDigests");
        fields.End(path);
        return name is null && number is null
            ? throw new DerDefect(X509Reasons.Extension, at, path)
            : new IntegrityRegister(name, number, digests);
    }

    private static List<Fwid> Digests(ref DerReader fields, byte tag, string path)
    {
        DerReader list = fields.Enter(tag, path);
        var digests = new List<Fwid>(1);
        while (list.HasMore)
        {
            if (digests.Count == MaxListed)
                throw list.Defect(DerReasons.TooLarge, path);
            digests.Add(Digest(ref list, path));
        }
        return digests;
    }

    private static Fwid Digest(ref DerReader list, string path)
    {
        int at = list.Offset;
        DerReader entry = list.Enter(DerTag.Sequence, path);
        string hash = entry.ObjectIdentifier(path);
        ReadOnlyMemory<byte> digest = entry.OctetString(path);
        entry.End(path);
        return Fwid.DigestLength(hash) is { } length && length != digest.Length
            ? throw new DerDefect(X509Reasons.Extension, at, path)
            : new Fwid(hash, digest);
    }

    private static string? Text(ref DerReader fields, int number, string path) =>
        fields.Is(DerTag.Context(number)) ? fields.Utf8(path, DerTag.Context(number)) : null;

    private static ReadOnlyMemory<byte>? Octets(ref DerReader fields, int number, string path) =>
        fields.Is(DerTag.Context(number)) ? fields.Content(DerTag.Context(number), path) : default(ReadOnlyMemory<byte>?);

    private static OperationalFlags? Bits(ref DerReader fields, int number, List<DialectNote> notes, string path) =>
        fields.Is(DerTag.Context(number)) ? (OperationalFlags)NamedBits.Read(ref fields, 32, notes, path, DerTag.Context(number)) : null;

    private static long? Number(ref DerReader fields, int number, List<DialectNote> notes, string path) =>
        fields.Is(DerTag.Context(number)) ? fields.Unsigned(path, DerTag.Context(number)) : null;
}
