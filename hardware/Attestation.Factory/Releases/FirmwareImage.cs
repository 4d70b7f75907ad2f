using Attestation.Formats.Reasons;

namespace Attestation.Factory.Releases;

/// <summary>An image file of any content.</summary>
/// <param name="Name">File name without its folder.</param>
/// <param name="Content">All of it.</param>
public sealed record FirmwareImage(string Name, byte[] Content)
{
    private const long MaxLength = 256L << 20;

    /// <exception cref="FactoryException"><c>factory.image-unreadable</c>, <c>factory.name-unsuitable</c>.</exception>
    public static FirmwareImage Read(string path)
    {
        string name = Path.GetFileName(path);
        try
        {
            long length = new FileInfo(path).Length;
            if (length is 0 or > MaxLength)
                throw new FactoryException(FactoryReasons.ImageUnreadable, $"{path} has {length} bytes.");
            NameRule.Check(name, "image name");
            return new FirmwareImage(name, File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FactoryException(FactoryReasons.ImageUnreadable, $"{path}: {e.Message}", e);
        }
    }
}
