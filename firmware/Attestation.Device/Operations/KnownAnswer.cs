using System;
using System.Text;

namespace Attestation.Device.Operations;

/// <summary>RFC 4231 section 4.3 (test case 2): what HMAC-SHA-512 of a known message under a known key is.</summary>
internal static class KnownAnswer
{
    private static readonly byte[] Key = Encoding.UTF8.GetBytes("Jefe");
    private static readonly byte[] Message = Encoding.UTF8.GetBytes("what do ya want for nothing?");

    private static readonly byte[] Tag =
    {
        0x16, 0x4B, 0x7A, 0x7B, 0xFC, 0xF8, 0x19, 0xE2, 0xE3, 0x95, 0xFB, 0xE7, 0x3B, 0x56, 0xE0, 0xA3,
        0x87, 0xBD, 0x64, 0x22, 0x2E, 0x83, 0x1F, 0xD6, 0x10, 0x27, 0x0C, 0xD7, 0xEA, 0x25, 0x05, 0x54,
        0x97, 0x58, 0xBF, 0x75, 0xC0, 0x5A, 0x99, 0x4A, 0x6D, 0x03, 0x4F, 0x65, 0xF8, 0xF0, 0xE6, 0xFD,
        0xCA, 0xEA, 0xB1, 0xA3, 0x4D, 0x4A, 0x6B, 0x4B, 0x63, 0x6E, 0x07, 0x0A, 0x38, 0xBC, 0xE7, 0x37,
    };

    /// <summary>False for none, for one that throws, and for one that is wrong.</summary>
    internal static bool IsGivenBy(IHmacSha512 hmac)
    {
        byte[] tag = new byte[Tag.Length];
        try
        {
            if (hmac == null || !hmac.TryCompute(Key, Message, tag))
                return false;
        }
        catch (Exception)
        {
            return false; // an interpreter built without it throws NotSupportedException or its like
        }

        int difference = 0;
        for (int i = 0; i < Tag.Length; i++)
            difference |= tag[i] ^ Tag[i];
        return difference == 0;
    }
}
