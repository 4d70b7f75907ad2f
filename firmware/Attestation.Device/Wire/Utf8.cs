namespace Attestation.Device.Wire;

/// <summary>Well-formed UTF-8, RFC 3629 section 4: shortest forms, no surrogates, nothing above U+10FFFF; and no U+0000, at which texts end on
/// nanoFramework. What a decoder of a board does with anything else is not the same everywhere.</summary>
internal static class Utf8
{
    public static bool IsValid(byte[] data, int offset, int count)
    {
        int end = offset + count;
        while (offset < end)
        {
            uint first = data[offset];
            int more = first == 0 ? -1 : first < 0x80 ? 0 : first < 0xC2 ? -1 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : first < 0xF5 ? 3 : -1;
            if (more < 0 || more >= end - offset || (more > 0 && !IsSecond(first, data[offset + 1])))
                return false;
            for (int i = 2; i <= more; i++)
            {
                if ((data[offset + i] & 0xC0u) != 0x80)
                    return false;
            }

            offset += more + 1;
        }

        return true;
    }

    /// <summary>The second byte rules out longer forms than needed, surrogates and what is above U+10FFFF.</summary>
    private static bool IsSecond(uint first, uint second)
    {
        uint lowest = first == 0xE0 ? 0xA0u : first == 0xF0 ? 0x90u : 0x80u;
        uint highest = first == 0xED ? 0x9Fu : first == 0xF4 ? 0x8Fu : 0xBFu;
        return second >= lowest && second <= highest;
    }
}
