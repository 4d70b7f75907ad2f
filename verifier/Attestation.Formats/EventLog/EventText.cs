using System.Text;

namespace Attestation.Formats.EventLog;

/// <summary>One line for people about what an event says. A claim of the log: only <see cref="DigestRules"/> tells whether the PCR covers it.</summary>
public static class EventText
{
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

    private static string Variable(UefiVariable variable) => variable.Name switch
    {
        "SecureBoot" or "SetupMode" or "DeployedMode" or "AuditMode" => $"{variable.Name}: {(variable.Value.Length == 0 ? "absent" : variable.Value.Span[0] == 1 ? "on" : "off")}",
        "PK" or "KEK" or "dbx" or "db" when SignatureDatabase.TryParse(variable.Value, out var entries, out _) => $"{variable.Name}: {entries.Count} entries",
        _ => $"{variable.Name}: {variable.Value.Length} bytes",
    };

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
