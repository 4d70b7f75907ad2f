namespace Attestation.Factory.Boards;

/// <summary>Where the device's random numbers come from.</summary>
/// <param name="Source">The generator, and when it is one.</param>
/// <param name="VouchedBy">Whose document says that secrets may be drawn from it; null: nobody's, and none may.</param>
public sealed record RandomNumbers(string Source, string? VouchedBy)
{
    internal static RandomNumbers Read(BoardNode node)
    {
        var random = new RandomNumbers(node.Text("source"), node.OptionalText("vouched-by"));
        node.Done();
        return random;
    }
}
