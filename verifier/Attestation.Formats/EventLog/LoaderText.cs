using System.Text;

namespace Attestation.Formats.EventLog;

/// <summary>Descriptions that boot loaders write into events: ASCII (grub, shim, Linux) or UTF-16 (systemd), with or without a NUL.</summary>
internal static class LoaderText
{
    private const int MaxLength = 4096;

    /// <summary>The text; what is not text becomes its beginning in hexadecimal.</summary>
    internal static string Read(ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<byte> ascii = data.TrimEnd((byte)0);
        if (ascii.Length is > 0 and <= MaxLength && !ascii.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E))
            return Encoding.ASCII.GetString(ascii);
        if (TryReadUtf16(data, out string text))
            return text;
        return data.Length == 0 ? "" : Convert.ToHexStringLower(data[..Math.Min(data.Length, 16)]);
    }

    /// <summary>Text of a log for one line of a report: short, and without control characters, which would forge other lines.</summary>
    internal static string Line(string text)
    {
        const int most = 256;
        string cut = text.Length > most ? text[..most] + "…" : text;
        return cut.Any(char.IsControl) ? string.Concat(cut.Select(c => char.IsControl(c) ? '?' : c)) : cut;
    }

    /// <summary>UTF-16 whose every character is printable; control characters would forge lines of a report.</summary>
    internal static bool TryReadUtf16(ReadOnlySpan<byte> data, out string text)
    {
        text = "";
        if (data.Length is < 2 or > 2 * MaxLength || data.Length % 2 != 0)
            return false;
        string read = Encoding.Unicode.GetString(data).TrimEnd('\0');
        if (read.Length == 0 || read.Any(c => char.IsControl(c) || char.IsSurrogate(c) || c == '\uFFFD'))
            return false;
        text = read;
        return true;
    }
}
