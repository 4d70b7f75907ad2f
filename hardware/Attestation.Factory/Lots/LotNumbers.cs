using Attestation.Formats.Lots;

namespace Attestation.Factory.Lots;

/// <summary>A lot in numbers, of one moment.</summary>
/// <param name="Passed">Devices that passed.</param>
/// <param name="Failed">Devices that failed.</param>
/// <param name="Open">Devices that were begun and are not finished.</param>
/// <param name="Failures">The failed ones by reason, most frequent first.</param>
public sealed record LotNumbers(int Passed, int Failed, int Open, IReadOnlyList<LotFailures> Failures)
{
    /// <summary>Passed of finished, 0 to 1; 1 before the first.</summary>
    public double Yield => Passed + Failed == 0 ? 1 : (double)Passed / (Passed + Failed);
}
