using System.Globalization;

namespace Attestation.Cli.Inputs;

/// <summary>Values on the command line.</summary>
internal static class Arguments
{
    /// <summary>Bytes in hexadecimal, upper or lower case.</summary>
    internal static byte[] Hex(string text, string option)
    {
        try
        {
            return Convert.FromHexString(text.Trim());
        }
        catch (FormatException)
        {
            throw CliFailure.Usage($"{option} is not hexadecimal", $"{option} takes pairs of hexadecimal digits without separators.");
        }
    }

    /// <summary>An instant in RFC 3339 form; the machine's clock where none is given.</summary>
    internal static DateTimeOffset Now(string? text)
    {
        if (text is null)
            return DateTimeOffset.UtcNow;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset now))
            return now;
        throw CliFailure.Usage($"--now {text} is not an instant", "--now takes RFC 3339, for example 2026-11-21T04:00:00Z.");
    }
}
