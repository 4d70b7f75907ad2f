using Attestation.Formats.Pcrs;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.EventLog;

/// <summary>
/// TCG_EfiSpecIDEvent, the data of a crypto-agile log's first record (PC Client Platform Firmware Profile 1.06, section 10.4.5.1):
/// <code>16 bytes "Spec ID Event03\0" | u32 platformClass | u8 minor | u8 major | u8 errata | u8 uintnSize | u32 n | n x (u16 algorithm | u16 size) | u8 v | v bytes vendorInfo</code>
/// </summary>
public sealed record SpecIdEvent
{
    private const int MaxBanks = 16;

    /// <summary>Beginning of the header in all forms: 00 and 02 stand for SHA-1 logs.</summary>
    internal static ReadOnlySpan<byte> AnySignature => "Spec ID Event"u8;

    internal static ReadOnlySpan<byte> Signature => "Spec ID Event03\0"u8;

    /// <summary>0 client, 1 server.</summary>
    public required uint PlatformClass { get; init; }

    /// <summary>Version of the specification: 2.0 errata 0 for most.</summary>
    public required (byte Major, byte Minor, byte Errata) Version { get; init; }

    /// <summary>In the order of the log.</summary>
    public required IReadOnlyList<LogBank> Banks { get; init; }

    public required ReadOnlyMemory<byte> VendorInfo { get; init; }

    /// <summary>Reads the event data. Trailing bytes are refused: nothing says what they would be.</summary>
    /// <param name="data">The event's data, signature included.</param>
    /// <param name="value">The announced banks; at least one, none twice, known ones with their right size.</param>
    /// <param name="error">eventlog.spec-id or eventlog.banks.</param>
    public static bool TryParse(ReadOnlyMemory<byte> data, out SpecIdEvent value, out ParseError error)
    {
        value = null!;
        error = new ParseError(EventLogReasons.SpecId, 0, "specIdEvent");
        var reader = new LittleEndianReader(data.Span);
        if (!reader.TryRead(16, out ReadOnlySpan<byte> signature) || !signature.SequenceEqual(Signature)
            || !reader.TryReadUInt32(out uint platform) || !reader.TryReadByte(out byte minor) || !reader.TryReadByte(out byte major)
            || !reader.TryReadByte(out byte errata) || !reader.TryReadByte(out _) || !reader.TryReadUInt32(out uint count))
            return false;
        if (!TryReadBanks(ref reader, count, out LogBank[] banks, ref error))
            return false;
        if (!reader.TryReadByte(out byte vendorSize) || vendorSize != reader.Left)
            return false;
        value = new SpecIdEvent { PlatformClass = platform, Version = (major, minor, errata), Banks = banks, VendorInfo = data[reader.Position..] };
        error = default;
        return true;
    }

    private static bool TryReadBanks(ref LittleEndianReader reader, uint count, out LogBank[] banks, ref ParseError error)
    {
        banks = [];
        error = error with { Offset = reader.Position };
        if (count > (uint)reader.Left / 4)
            return false;
        if (count is 0 or > MaxBanks)
            return Refuse(ref error, reader.Position);
        banks = new LogBank[count];
        for (int i = 0; i < banks.Length; i++)
        {
            int at = reader.Position;
            reader.TryReadUInt16(out ushort algorithm);
            reader.TryReadUInt16(out ushort size);
            int known = ((PcrBank)algorithm).DigestSize();
            if (size == 0 || (known != 0 && size != known) || Array.Exists(banks, b => b.DigestSize != 0 && (ushort)b.Bank == algorithm))
                return Refuse(ref error, at);
            banks[i] = new LogBank((PcrBank)algorithm, size);
        }
        return true;
    }

    private static bool Refuse(ref ParseError error, int offset)
    {
        error = error with { Code = EventLogReasons.Banks, Offset = offset };
        return false;
    }
}
