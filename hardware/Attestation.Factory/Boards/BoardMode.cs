using Attestation.Dice;

namespace Attestation.Factory.Boards;

/// <summary>Which mode a board may honestly claim: Open Profile for DICE, "Mode Value Details".</summary>
/// <param name="NormalNeeds">Ids of the locks that must be closed for Normal; null: never Normal.</param>
/// <param name="Otherwise">The mode while one of them is open.</param>
/// <param name="Why">In one sentence.</param>
public sealed record BoardMode(IReadOnlyList<string>? NormalNeeds, DiceMode Otherwise, string Why)
{
    internal static BoardMode Read(BoardNode node)
    {
        bool never = node.Has("never") && node.Flag("never");
        if (never == node.Has("normal"))
            throw node.Wrong(never ? "never" : "normal", "stands beside never: true");
        var mode = new BoardMode(never ? null : node.Texts("normal"), node.Choice<DiceMode>("otherwise"), node.Text("why"));
        if (mode.Otherwise == DiceMode.Normal)
            throw node.Wrong("otherwise", "is normal");
        node.Done();
        return mode;
    }
}
