using Attestation.Dice;
using Attestation.Factory.Boards;
using Attestation.Formats.Lots;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Line;

/// <summary>What a new lot is to be, as far as its board allows it.</summary>
public static class LotOrder
{
    /// <param name="board">Of all its devices.</param>
    /// <param name="name">The manufacturer's name for the lot.</param>
    /// <param name="vendor">Class of its devices.</param>
    /// <param name="model">Class of its devices.</param>
    /// <param name="scheme">1 to 3; null: the first that the board's description names.</param>
    /// <param name="algorithm"><c>p256</c>, <c>p384</c>, <c>ed25519</c>; null: the first that it names.</param>
    /// <exception cref="FactoryException"><c>factory.board-offers</c>, <c>factory.name-unsuitable</c>.</exception>
    public static LotName Of(BoardDescription board, string name, string vendor, string model, int? scheme, string? algorithm)
    {
        NameRule.Check(name, "name of a lot");
        NameRule.Check(vendor, "vendor");
        NameRule.Check(model, "model");
        string[] offered = [.. board.Algorithms.Select(NameOf)];
        if (scheme is { } asked && !board.Uds.Schemes.Contains(asked))
            throw new FactoryException(LineReasons.BoardOffers, $"{board.Name} offers scheme {string.Join(", ", board.Uds.Schemes)}; asked for is {scheme}.");
        if (algorithm is not null && !offered.Contains(algorithm))
            throw new FactoryException(LineReasons.BoardOffers, $"{board.Name} offers {string.Join(", ", offered)}; asked for is {algorithm}.");
        return new LotName(name, Entropy.OfSystem.Take(LotName.IdLength), vendor, model, board.Name, scheme ?? board.Uds.Schemes[0], algorithm ?? offered[0]);
    }

    private static string NameOf(DiceAlgorithm algorithm) => algorithm.ToString().ToLowerInvariant();
}
