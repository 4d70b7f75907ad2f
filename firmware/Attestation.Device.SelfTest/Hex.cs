namespace Attestation.Device.SelfTest;

/// <summary>Constants as hexadecimal text, which takes a sixth of the code that an array initialiser takes on nanoFramework's older compilers and reads like
/// the documents that they come from.</summary>
internal static class Hex
{
    private const string Digits = "0123456789abcdef";

    /// <summary>The bytes of a text of digits in either case, two a byte.</summary>
    internal static byte[] Bytes(string text)
    {
        byte[] bytes = new byte[(int)((uint)text.Length >> 1)];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)((Value(text[2 * i]) << 4) | Value(text[(2 * i) + 1]));
        return bytes;
    }

    /// <summary>Small letters.</summary>
    internal static string Text(byte[] bytes)
    {
        char[] text = new char[2 * bytes.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            text[2 * i] = Digits[(int)((uint)bytes[i] >> 4)];
            text[(2 * i) + 1] = Digits[bytes[i] & 15];
        }

        return new string(text);
    }

    private static uint Value(char digit)
    {
        uint value = digit;
        if (value >= 'a')
            return value - 'a' + 10;
        return value >= 'A' ? value - 'A' + 10 : value - '0';
    }
}
