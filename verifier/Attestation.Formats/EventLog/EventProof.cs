using Attestation.Formats.Pcrs;

namespace Attestation.Formats.EventLog;

/// <summary>Whether digests are over given bytes, in every one of some banks.</summary>
internal sealed class EventProof(IReadOnlyList<PcrBank> banks)
{
    /// <summary>The banks of a log that can be computed.</summary>
    internal static EventProof Of(BootEventLog log) => new([.. log.Banks.Select(b => b.Bank).Where(b => b.CanHash())]);

    /// <summary>Is the event's digest over these bytes?</summary>
    internal bool IsOver(in BootEvent boot, ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[PcrBanks.MaxDigestSize];
        foreach (PcrBank bank in banks)
        {
            if (!boot.TryGetDigest(bank, out ReadOnlyMemory<byte> digest) || !digest.Span.SequenceEqual(hash[..bank.Hash(bytes, hash)]))
                return false;
        }
        return banks.Count > 0;
    }

    /// <summary>Is it over the event's data, by the convention of the event's type?</summary>
    internal bool IsOverData(in BootEvent boot)
    {
        foreach (PcrBank bank in banks)
        {
            if (DigestRules.Check(boot, bank) != DigestRule.OverData)
                return false;
        }
        return banks.Count > 0;
    }
}
