using Attestation.Formats.Reasons;
using Attestation.UnitTests.Formats.Dice;

namespace Attestation.UnitTests.Reasons;

public static partial class ReasonProducers
{
    /// <summary>Every reason of a chain has a file in tests/vectors/dice that has it.</summary>
    private static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> Dice =>
        ReasonTable.All.Where(r => r.Area == "dice" && r.EventId is >= 1200 and < 1300).ToDictionary(r => r, ProduceByVector);

    private static Func<IEnumerable<ReasonCode>> ProduceByVector(ReasonCode reason) => () =>
    {
        OwnVector vector = OwnDiceVectors.All.First(v => v.Refused == reason.Id || v.Reasons.Contains(reason.Id));
        var (refused, reasons, _) = OwnDiceVectors.Run(vector);
        return ReasonTable.All.Where(r => r.Id == refused || reasons.Contains(r.Id));
    };
}
