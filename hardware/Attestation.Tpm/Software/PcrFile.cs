using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Software;

/// <summary>
/// PCR values as operators have them in files: lines <c>sha256:7 HEX</c> (any case, <c>0x</c> allowed, <c>#</c> comments), the YAML that
/// tpm2_pcrread prints, and the binary file of tpm2_quote <c>-o</c> and tpm2_pcrread <c>-F serialized -o</c>.
/// </summary>
public static class PcrFile
{
    private const int MostBytes = 1 << 20;

    /// <summary>Reads any of the three forms.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="values">At least one value.</param>
    /// <param name="problem">One sentence, with the line for text.</param>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out PcrValues? values, out string problem)
    {
        values = null;
        problem = bytes.Length > MostBytes ? "the file is larger than 1 MiB" : "";
        if (problem.Length > 0)
            return false;
        var found = new PcrValues();
        problem = bytes.Contains((byte)0) ? PcrToolsFile.Read(bytes, found) : ReadText(Encoding.UTF8.GetString(bytes), found);
        if (problem.Length == 0 && found.Count == 0)
            problem = "the file names no PCR value";
        values = problem.Length == 0 ? found : null;
        return values is not null;
    }

    /// <summary>Bank by its name, or null.</summary>
    public static TpmAlgId? BankOf(string name) => name.ToLowerInvariant() switch
    {
        "sha1" => TpmAlgId.Sha1,
        "sha256" => TpmAlgId.Sha256,
        "sha384" => TpmAlgId.Sha384,
        "sha512" => TpmAlgId.Sha512,
        "sm3_256" => TpmAlgId.Sm3_256,
        "sha3_256" => TpmAlgId.Sha3_256,
        "sha3_384" => TpmAlgId.Sha3_384,
        "sha3_512" => TpmAlgId.Sha3_512,
        _ => null,
    };

    private static string ReadText(string text, PcrValues values)
    {
        TpmAlgId? section = null;
        int number = 0;
        foreach (string raw in text.Split('\n'))
        {
            number++;
            string line = raw.Split('#')[0].Trim();
            if (line.Length == 0 || line == "---")
                continue;
            if (line.EndsWith(':') && BankOf(line[..^1].Trim()) is { } bank)
                section = bank;
            else if (ReadLine(line, section, values) is { } problem)
                return $"line {number}: {problem}";
        }
        return "";
    }

    /// <summary><c>sha256:7 HEX</c>, or <c>7 : 0xHEX</c> below a bank's name.</summary>
    private static string? ReadLine(string line, TpmAlgId? section, PcrValues values)
    {
        int colon = line.IndexOf(':');
        if (colon < 0)
            return "there is no ':' in it; expected 'sha256:7 HEX'";
        string left = line[..colon].Trim();
        string right = line[(colon + 1)..].Trim();
        if (int.TryParse(left, NumberStyles.None, CultureInfo.InvariantCulture, out int index))
            return section is { } bank ? Add(bank, index, right, values) : "a PCR number stands before any bank's name";
        if (BankOf(left) is not { } named)
            return $"'{left}' is not a PCR bank";
        string[] parts = right.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 2 || !int.TryParse(parts[0].TrimEnd(':', '='), NumberStyles.None, CultureInfo.InvariantCulture, out index))
            return "expected a PCR number and a value behind the bank";
        return Add(named, index, parts[1], values);
    }

    private static string? Add(TpmAlgId bank, int index, string hex, PcrValues values)
    {
        if (index > 31)
            return $"there is no PCR {index}";
        string digits = hex.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? hex[2..] : hex;
        if (digits.Length != bank.DigestSize() * 2 || !digits.All(char.IsAsciiHexDigit))
            return $"a value of bank {bank.BankName()} has {bank.DigestSize() * 2} hexadecimal digits";
        if (values.TryGet(bank, index, out _))
            return $"{bank.BankName()}:{index} is given twice";
        values.Set(bank, index, Convert.FromHexString(digits));
        return null;
    }
}
