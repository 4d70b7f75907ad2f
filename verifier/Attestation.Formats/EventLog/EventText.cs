using System.Text;

namespace Attestation.Formats.EventLog;

/// <summary>One line for people about what an event says. A claim of the log: only <see cref="DigestRules"/> tells whether the PCR covers it.</summary>
public static class EventText
{
    /// <summary>Words for the state of a mode variable such as SecureBoot.</summary>
    public const string On = "on", Off = "off", Absent = "absent";

    private const int MaxShown = 400;

    public static string Of(in BootEvent boot) => boot.Type switch
    {
        EventType.NoAction => NoAction(boot),
        EventType.Separator => Separator(boot.Data.Span),
        EventType.EfiVariableDriverConfig or EventType.EfiVariableBoot or EventType.EfiVariableBoot2 or EventType.EfiVariableAuthority =>
            UefiVariable.TryParse(boot.Data, out UefiVariable variable, out _) ? Variable(variable) : "malformed variable",
        EventType.EfiBootServicesApplication or EventType.EfiBootServicesDriver or EventType.EfiRuntimeServicesDriver =>
            ImageLoad.TryParse(boot.Data, out ImageLoad image, out _) ? $"{(image.Path.Length > 0 ? image.Path : "image in memory")}, {image.Length} bytes" : "malformed image load",
        _ => Plain(boot.Data.Span),
    };

    private static string NoAction(in BootEvent boot) => StartupLocality.TryRead(boot, out byte locality)
        ? $"startup locality {locality}"
        : boot.Data.Span.StartsWith(SpecIdEvent.AnySignature) ? "header of the log" : Plain(boot.Data.Span);

    private static string Separator(ReadOnlySpan<byte> data) => data.Length == 4 && !data.ContainsAnyExcept((byte)0) || data.Length == 4 && !data.ContainsAnyExcept((byte)0xFF)
        ? "end of the firmware's part"
        : "an error of the firmware: " + Plain(data);

    private static string Variable(UefiVariable variable) => $"{variable.Name}: {OfValue(variable)}";

    /// <summary>A variable's value in words.</summary>
    internal static string OfValue(UefiVariable variable) => variable.Name switch
    {
        "SecureBoot" or "SetupMode" or "DeployedMode" or "AuditMode" => variable.Value.Length == 0 ? Absent : variable.Value.Length == 1 && variable.Value.Span[0] == 1 ? On : Off,
        "PK" or "KEK" or "dbx" or "db" or "vendor_db" or "MokListRT" when SignatureDatabase.TryParse(variable.Value, out var entries, out _) => $"{entries.Count} entries",
        "BootOrder" or "DriverOrder" or "SysPrepOrder" when variable.Value.Length % 2 == 0 => Order(variable.Value.Span),
        _ when LoadOption.TryParse(variable.Value, out LoadOption option, out _) && option.Path.Length > 0 =>
            Cut($"{option.Description}, {option.Path}{(option.IsActive ? "" : ", not active")}"),
        _ => $"{variable.Value.Length} bytes",
    };

    /// <summary>What authorised an image: one entry of a database (GUID owner, then a certificate), or a text.</summary>
    internal static string OfAuthority(UefiVariable variable)
    {
        ReadOnlySpan<byte> value = variable.Value.Span;
        ReadOnlySpan<byte> text = value.TrimEnd((byte)0);
        if (text.Length > 0 && !text.ContainsAnyExcept(Printable))
            return Cut(Encoding.ASCII.GetString(text).Replace('\n', ' '));
        const int owner = 16;
        return value.Length > owner && X509.LenientCertificate.TryParse(variable.Value[owner..], out X509.LenientCertificate certificate, out _)
            ? certificate.ForDisplay.Subject.ToString()
            : $"{value.Length} bytes";
    }

    private static readonly System.Buffers.SearchValues<byte> Printable =
        System.Buffers.SearchValues.Create([.. Enumerable.Range(0x20, 0x5F).Select(c => (byte)c), (byte)'\n']);

    private static string Order(ReadOnlySpan<byte> value)
    {
        var numbers = new List<string>();
        var reader = new LittleEndianReader(value);
        while (reader.TryReadUInt16(out ushort number))
            numbers.Add(number.ToString("X4", System.Globalization.CultureInfo.InvariantCulture));
        return Cut(string.Join(", ", numbers));
    }

    /// <summary>Text as text, ASCII or UTF-16; anything else as its beginning in hexadecimal.</summary>
    private static string Plain(ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<byte> shown = data.TrimEnd((byte)0);
        if (shown.Length > 0 && !shown.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E))
            return Cut(Encoding.ASCII.GetString(shown));
        if (data.Length >= 4 && data.Length % 2 == 0 && data[1] == 0 && data[3] == 0 && data[0] >= 0x20)
            return Cut(Encoding.Unicode.GetString(data).TrimEnd('\0'));
        return data.Length == 0 ? "no data" : $"{data.Length} bytes: {Convert.ToHexStringLower(data[..Math.Min(data.Length, 32)])}{(data.Length > 32 ? "…" : "")}";
    }

    private static string Cut(string text) => text.Length > MaxShown ? text[..MaxShown] + "…" : text;
}
