using Attestation.Formats.Pcrs;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.EventLog;

/// <summary>A PCR whose given value is not what the log replays to, or that the log cannot explain.</summary>
/// <param name="Code">How they part.</param>
/// <param name="Bank">The bank.</param>
/// <param name="Pcr">The PCR.</param>
/// <param name="FirstEvent">Number in the log of the first event where they part; null where the digests cannot tell which it is.</param>
/// <param name="Events">Numbers of all events of this PCR: the parting event, if it is logged at all, is one of them.</param>
/// <param name="Expected">The given value.</param>
/// <param name="Replayed">What the log gives; empty where the bank is not in the log.</param>
public sealed record PcrDifference(
    ReasonCode Code, PcrBank Bank, int Pcr, int? FirstEvent, IReadOnlyList<int> Events, ReadOnlyMemory<byte> Expected, ReadOnlyMemory<byte> Replayed)
{
    /// <summary>Where, for a finding: <c>sha256:7</c> or <c>sha256:7 event 12</c>.</summary>
    public string Where => FirstEvent is { } first ? $"{Bank.BankName()}:{Pcr} event {first}" : $"{Bank.BankName()}:{Pcr}";
}
