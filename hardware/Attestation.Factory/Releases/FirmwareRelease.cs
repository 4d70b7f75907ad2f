using Attestation.Factory.Endorsements;
using Attestation.Formats.Corim;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Releases;

/// <summary>A release as it leaves the factory: a signed manifest for every image, and one signed CoRIM with what devices will measure.</summary>
/// <param name="Order">What was released.</param>
/// <param name="Manifests">One for each image, in the same order.</param>
/// <param name="UnsignedCorim">Reference values; the same bytes for the same order and firmware key.</param>
/// <param name="Corim">The same signed, for verifiers.</param>
public sealed record FirmwareRelease(ReleaseOrder Order, IReadOnlyList<byte[]> Manifests, byte[] UnsignedCorim, byte[] Corim)
{
    /// <exception cref="FactoryException"><c>factory.name-unsuitable</c></exception>
    public static FirmwareRelease Sign(ReleaseOrder order, SigningKey firmwareKey, SigningKey corimKey)
    {
        ArgumentOutOfRangeException.ThrowIfZero(order.Images.Count);
        NameRule.Check(order.Vendor, "vendor");
        NameRule.Check(order.Model, "model");
        NameRule.Check(order.Version, "version");
        if (order.Images.GroupBy(image => image.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new FactoryException(FactoryReasons.NameUnsuitable, $"Two images are named {twice.Key}.");
        ReleaseManifest[] manifests = [.. order.Images.Select(image => ReleaseManifest.Of(image.Name, order.Version, order.Svn, image.Content))];
        CorimManifest corim = ReferenceValues.Of(order, manifests, FirmwareAuthority.HashOf(firmwareKey.PublicKey));
        byte[] signed = CorimDocument.Sign(corim, order.Vendor, corimKey);
        return new FirmwareRelease(order, [.. manifests.Select(manifest => manifest.Sign(firmwareKey))], corim.Encode(), signed);
    }
}
