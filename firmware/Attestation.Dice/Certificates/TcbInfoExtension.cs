using System.Text;
using Attestation.Dice.Wire;

namespace Attestation.Dice.Certificates;

/// <summary>Writes the TCG extensions DiceTcbInfo (2.23.133.5.4.1) and DiceMultiTcbInfo (2.23.133.5.4.5), neither critical.
/// <code>
/// DiceTcbInfo SEQUENCE { [0] vendor UTF8 [1] model UTF8 [2] version UTF8 [3] svn INTEGER [4] layer INTEGER [5] index INTEGER
///   [6] fwids SEQUENCE OF SEQUENCE { OID, OCTET STRING } [7] flags BIT STRING [8] vendorInfo OCTET STRING [9] type OCTET STRING
///   [10] flagsMask BIT STRING }                       all IMPLICIT OPTIONAL
/// DiceMultiTcbInfo SEQUENCE OF DiceTcbInfo
/// </code>
/// </summary>
internal static class TcbInfoExtension
{
    private static readonly byte[] TcbInfoOid = { 0x06, 0x06, 0x67, 0x81, 0x05, 0x05, 0x04, 0x01 };
    private static readonly byte[] MultiTcbInfoOid = { 0x06, 0x06, 0x67, 0x81, 0x05, 0x05, 0x04, 0x05 };

    /// <summary>OID 2.16.840.1.101.3.4.2.n: n = 1 SHA-256, 2 SHA-384, 3 SHA-512.</summary>
    private static readonly byte[] Sha2OidPrefix = { 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02 };

    /// <summary>False when a digest has a length that no SHA-2 hash has.</summary>
    public static bool IsValid(TcbInfo info)
    {
        if (info.FirmwareIds == null)
            return true;
        for (int i = 0; i < info.FirmwareIds.Length; i++)
        {
            if (info.FirmwareIds[i] == null || HashNumber(info.FirmwareIds[i].Digest) == 0)
                return false;
        }

        return true;
    }

    public static void Write(DerWriter der, TcbInfo info)
    {
        int mark = der.Length;
        Body(der, info);
        der.Close(DerWriter.OctetString, mark).Raw(TcbInfoOid).Close(DerWriter.Sequence, mark);
    }

    public static void WriteMany(DerWriter der, TcbInfo[] infos)
    {
        int mark = der.Length;
        for (int i = infos.Length - 1; i >= 0; i--)
            Body(der, infos[i]);
        der.Close(DerWriter.Sequence, mark).Close(DerWriter.OctetString, mark).Raw(MultiTcbInfoOid).Close(DerWriter.Sequence, mark);
    }

    private static void Body(DerWriter der, TcbInfo info)
    {
        int mark = der.Length;
        if (info.HasFlagsMask)
            Bits(der, 10, (uint)info.FlagsMask);
        Octets(der, 9, info.Type);
        Octets(der, 8, info.VendorInfo);
        if (info.HasFlags)
            Bits(der, 7, (uint)info.Flags);
        if (info.FirmwareIds != null)
            FirmwareIds(der, info.FirmwareIds);
        Number(der, 5, info.Index);
        Number(der, 4, info.Layer);
        Number(der, 3, info.SecurityVersion);
        Text(der, 2, info.Version);
        Text(der, 1, info.Model);
        Text(der, 0, info.Vendor);
        der.Close(DerWriter.Sequence, mark);
    }

    private static void FirmwareIds(DerWriter der, FirmwareId[] ids)
    {
        int mark = der.Length;
        for (int i = ids.Length - 1; i >= 0; i--)
        {
            int start = der.Length;
            byte[] digest = ids[i].Digest;
            der.Element(DerWriter.OctetString, digest).Byte(HashNumber(digest)).Raw(Sha2OidPrefix).Close(DerWriter.Sequence, start);
        }

        der.Close(DerWriter.ContextConstructed | 6, mark);
    }

    private static byte HashNumber(byte[] digest)
    {
        int length = digest == null ? 0 : digest.Length;
        return (byte)(length == 32 ? 1 : length == 48 ? 2 : length == 64 ? 3 : 0);
    }

    /// <summary>A named bit list: trailing zero bits are left out (X.690 section 11.2.2); none set is a single 00.</summary>
    private static void Bits(DerWriter der, byte number, uint flags)
    {
        int mark = der.Length;
        int used = 32;
        while (used > 0 && ((flags >> (used - 1)) & 1) == 0)
            used--;
        int bytes = (int)((uint)(used + 7) >> 3);
        for (int i = bytes - 1; i >= 0; i--)
            der.Byte(Reversed(flags >> (8 * i)));
        der.Byte((byte)((8 * bytes) - used)).Close((byte)(DerWriter.ContextPrimitive | number), mark);
    }

    private static byte Reversed(uint bits)
    {
        uint result = 0;
        for (int i = 0; i < 8; i++)
            result = (result << 1) | ((bits >> i) & 1);
        return (byte)result;
    }

    private static void Number(DerWriter der, byte number, int value)
    {
        if (value < 0)
            return;
        uint bits = (uint)value;
        byte[] bigEndian = { (byte)(bits >> 24), (byte)(bits >> 16), (byte)(bits >> 8), (byte)bits };
        der.UnsignedInteger((byte)(DerWriter.ContextPrimitive | number), bigEndian, 0, 4);
    }

    private static void Text(DerWriter der, byte number, string text)
    {
        if (text != null)
            der.Element((byte)(DerWriter.ContextPrimitive | number), Encoding.UTF8.GetBytes(text));
    }

    private static void Octets(DerWriter der, byte number, byte[] value)
    {
        if (value != null)
            der.Element((byte)(DerWriter.ContextPrimitive | number), value);
    }
}
