using Attestation.Formats.Reasons;

namespace Attestation.Formats.EventLog;

/// <summary>One entry of PK, KEK, db, dbx or MokList.</summary>
/// <param name="Type">What the data is: <see cref="SignatureDatabase.X509"/>, <see cref="SignatureDatabase.Sha256"/> or another.</param>
/// <param name="Owner">Who put it there.</param>
/// <param name="Data">A certificate in DER, or a hash.</param>
public sealed record SignatureEntry(Guid Type, Guid Owner, ReadOnlyMemory<byte> Data);

/// <summary>
/// The signature lists of a Secure Boot variable (UEFI 2.10 section 32.4.1, EFI_SIGNATURE_LIST):
/// <code>GUID type | u32 list size | u32 header size | u32 entry size | header | entries: GUID owner | data</code>
/// </summary>
public static class SignatureDatabase
{
    public static readonly Guid X509 = new("a5c059a1-94e4-4aa7-87b5-ab155c2bf072");
    public static readonly Guid Sha256 = new("c1c41626-504c-4092-aca9-41f936934328");

    private const int ListHeader = 28;

    /// <summary>Reads the value of the variable; empty where it holds nothing.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> value, out IReadOnlyList<SignatureEntry> entries, out ParseError error)
    {
        var all = new List<SignatureEntry>();
        entries = all;
        for (int offset = 0; offset < value.Length;)
        {
            error = new ParseError(EventLogReasons.Content, offset, "signatureList");
            var reader = new LittleEndianReader(value.Span[offset..]);
            if (!reader.TryReadGuid(out Guid type) || !reader.TryReadUInt32(out uint size) || !reader.TryReadUInt32(out uint header) || !reader.TryReadUInt32(out uint entry))
                return false;
            if (size < ListHeader || size > (uint)(value.Length - offset) || header > size - ListHeader || entry < 16 || (size - ListHeader - header) % entry != 0)
                return false;
            for (int at = offset + ListHeader + (int)header; at < offset + (int)size; at += (int)entry)
                all.Add(new SignatureEntry(type, new Guid(value.Span.Slice(at, 16)), value.Slice(at + 16, (int)entry - 16)));
            offset += (int)size;
        }
        error = default;
        return true;
    }
}
