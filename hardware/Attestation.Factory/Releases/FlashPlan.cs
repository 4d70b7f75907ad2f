using Attestation.Formats.Reasons;

namespace Attestation.Factory.Releases;

/// <summary>What is written where in the flash.</summary>
/// <param name="Pieces">In order of offset; none reaches into the next.</param>
public sealed record FlashPlan(IReadOnlyList<FlashOrder> Pieces)
{
    /// <exception cref="FactoryException"><c>factory.flash-overlap</c></exception>
    public static FlashPlan Of(BoardReleaseOrder order)
    {
        FlashOrder[] pieces = [.. order.Flash.Concat(order.Resident.Images).OrderBy(piece => piece.Offset)];
        for (int i = 1; i < pieces.Length; i++)
        {
            if (pieces[i - 1].Offset + pieces[i - 1].Image.Content.Length > pieces[i].Offset)
                throw new FactoryException(ReleaseReasons.FlashOverlap, $"{pieces[i - 1].Image.Name} reaches into {pieces[i].Image.Name} at 0x{pieces[i].Offset:X}.");
        }
        return pieces.GroupBy(piece => piece.Image.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { } twice
            ? throw new FactoryException(ReleaseReasons.FlashOverlap, $"Two files are named {twice.Key}.")
            : new FlashPlan(pieces);
    }
}
