using Attestation.Factory.Endorsements;
using Attestation.Formats.Corim;
using Attestation.Formats.Keys;

namespace Attestation.Factory.Releases;

/// <summary>A release of a board's firmware, signed: for boards the update manifest, for verifiers the CoRIM.</summary>
/// <param name="Order">What was released.</param>
/// <param name="Manifest">docs/formats/update-manifest.cddl.</param>
/// <param name="Layers">What each layer measures.</param>
/// <param name="Corim">The same as signed reference values.</param>
/// <param name="Flash">What is written where.</param>
/// <param name="FirmwareKey">Public half of the key that signed the manifest.</param>
/// <param name="CorimKey">Public half of the key that signed the CoRIM.</param>
public sealed record BoardRelease(BoardReleaseOrder Order, byte[] Manifest, IReadOnlyList<ExpectedLayer> Layers, byte[] Corim, FlashPlan Flash,
    VerificationKey FirmwareKey, VerificationKey CorimKey)
{
    /// <summary>Signs; with keys of <see cref="ReproducibleKey"/> the same order gives the same bytes.</summary>
    /// <exception cref="FactoryException">One of <c>factory.update-*</c>, <c>factory.resident-image</c>, <c>factory.flash-overlap</c>, <c>factory.flash-partition</c>,
    /// <c>factory.layers-partition</c>, <c>factory.board-unfit</c>.</exception>
    public static BoardRelease Sign(BoardReleaseOrder order, SigningKey firmwareKey, SigningKey corimKey)
    {
        byte[] manifest = order.Manifest().Sign(firmwareKey);
        UpdateLimits.CheckResident(order.Resident);
        if (order.Description is { } board)
            BoardFit.Check(order, board, manifest.Length);
        IReadOnlyList<ExpectedLayer> layers = order.Expect(FirmwareAuthority.HashOf(firmwareKey.PublicKey));
        CorimManifest corim = ReferenceValues.Of(order.Vendor, order.Model, order.Version, layers, order.KeepOlder);
        return new BoardRelease(order, manifest, layers, CorimDocument.Sign(corim, order.Vendor, corimKey), FlashPlan.Of(order), firmwareKey.PublicKey, corimKey.PublicKey);
    }
}
