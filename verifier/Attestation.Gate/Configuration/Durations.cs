using System.Globalization;

namespace Attestation.Gate.Configuration;

/// <summary>Times as settings write them: a whole number and a unit.</summary>
public static class Durations
{
    private static readonly (string Unit, TimeSpan Length)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)), ("s", TimeSpan.FromSeconds(1)), ("m", TimeSpan.FromMinutes(1)), ("h", TimeSpan.FromHours(1)), ("d", TimeSpan.FromDays(1)),
    ];

    public static bool TryParse(string text, out TimeSpan value)
    {
        value = TimeSpan.Zero;
        if (text == "0")
            return true;
        int digits = text.TakeWhile(char.IsAsciiDigit).Count();
        TimeSpan unit = Units.FirstOrDefault(u => u.Unit == text[digits..]).Length;
        if (digits is 0 or > 9 || unit == TimeSpan.Zero)
            return false;
        value = unit * int.Parse(text.AsSpan(0, digits), CultureInfo.InvariantCulture);
        return true;
    }

    /// <summary>In the largest unit that has no remainder.</summary>
    public static string Text(TimeSpan value)
    {
        if (value == TimeSpan.Zero)
            return "0";
        (string unit, TimeSpan length) = Units.Last(u => value.Ticks % u.Length.Ticks == 0 || u.Unit == "ms");
        return string.Create(CultureInfo.InvariantCulture, $"{value.Ticks / length.Ticks}{unit}");
    }
}
