using System.Globalization;
using Attestation.Factory.Boards;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Releases;

/// <summary>How layers and places in flash are written on a command line.</summary>
public static class ReleaseOptions
{
    /// <summary><c>NAME=FILE,FILE</c></summary>
    /// <exception cref="FactoryException"><c>factory.release-option</c>, <c>factory.image-unreadable</c>.</exception>
    public static LayerOrder Layer(string text)
    {
        (string name, string files) = Split(text);
        return new LayerOrder(name, [.. files.Split(',').Select(FirmwareImage.Read)]);
    }

    /// <summary><c>PARTITION=FILE</c> with a name of the board's description, or <c>OFFSET=FILE</c> with where a partition begins, decimal or with 0x.</summary>
    /// <exception cref="FactoryException"><c>factory.release-option</c>, <c>factory.image-unreadable</c>.</exception>
    public static FlashOrder Place(string text, BoardStorage storage)
    {
        (string where, string file) = Split(text);
        if (storage.Find(where) is { } partition)
            return new FlashOrder(partition.Offset, FirmwareImage.Read(file));
        return TryReadOffset(where, out uint offset)
            ? new FlashOrder(offset, FirmwareImage.Read(file))
            : throw new FactoryException(ReleaseReasons.ReleaseOption, $"{text}: the board has the partitions {string.Join(", ", storage.Partitions.Select(p => p.Name))}");
    }

    private static bool TryReadOffset(string offset, out uint value)
    {
        bool isHex = offset.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return isHex
            ? uint.TryParse(offset.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value)
            : uint.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    /// <exception cref="FactoryException"><c>factory.release-option</c></exception>
    public static byte[] Digest(string text)
    {
        try
        {
            return Convert.FromHexString(text);
        }
        catch (FormatException e)
        {
            throw new FactoryException(ReleaseReasons.ReleaseOption, text, e);
        }
    }

    private static (string Left, string Right) Split(string text) => text.IndexOf('=') is int at and > 0 && at < text.Length - 1
        ? (text[..at], text[(at + 1)..])
        : throw new FactoryException(ReleaseReasons.ReleaseOption, text);
}
