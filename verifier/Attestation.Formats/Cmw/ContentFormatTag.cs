namespace Attestation.Formats.Cmw;

/// <summary>CBOR tags that stand for CoAP content formats (RFC 9277 appendix B): 0x63740101 + (format / 255) * 256 + format % 255.</summary>
internal static class ContentFormatTag
{
    private const ulong First = 0x63740101;
    private const int MaxFormat = 65024; // RFC 9277 section 4.3: formats up to this have a tag

    public static bool TryToFormat(ulong tag, out int format)
    {
        format = 0;
        if (tag < First || tag - First > 0xFFFF || (tag - First) % 256 == 255)
            return false;
        int offset = (int)(tag - First);
        format = (offset / 256 * 255) + (offset % 256);
        return format <= MaxFormat;
    }

    public static ulong OfFormat(int format) => First + (ulong)((format / 255 * 256) + (format % 255));
}
