using System.Text;

namespace Attestation.Dice.Certificates;

/// <summary>An ID as certificates name it: 40 lower-case hexadecimal digits. Open Profile for DICE, "Certificate Details".</summary>
internal static class IdHex
{
    private const string Digits = "0123456789abcdef";

    public static string Text(byte[] id)
    {
        char[] digits = new char[2 * id.Length];
        for (int i = 0; i < id.Length; i++)
        {
            digits[2 * i] = Digits[(int)((uint)id[i] >> 4)];
            digits[(2 * i) + 1] = Digits[id[i] & 15];
        }

        return new string(digits);
    }

    public static byte[] Ascii(byte[] id) => Encoding.UTF8.GetBytes(Text(id));
}
