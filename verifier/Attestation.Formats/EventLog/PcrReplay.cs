using Attestation.Formats.Pcrs;

namespace Attestation.Formats.EventLog;

/// <summary>
/// The PCR values that a log's events give: each PCR from its reset value, extended with the digests of its bank in the order of the log
/// (TPM Library Part 1, section 17). PCR 0 begins with the startup locality in its last byte; PCRs 17 to 22 begin with 0xFF, since no
/// dynamic launch has reset them (PC Client Platform TPM Profile, section 4.6).
/// </summary>
public sealed class PcrReplay
{
    private readonly PcrBank bank;
    private readonly byte[] values;
    private readonly int[] eventCounts = new int[PcrBanks.PcrCount];

    private PcrReplay(PcrBank bank, byte locality)
    {
        this.bank = bank;
        values = new byte[PcrBanks.PcrCount * bank.DigestSize()];
        for (int pcr = 0; pcr < PcrBanks.PcrCount; pcr++)
            Reset(pcr, locality, At(pcr));
    }

    public PcrBank Bank => bank;

    /// <summary>Replays one bank.</summary>
    /// <param name="log">The log.</param>
    /// <param name="bank">A bank that the log has and that can be computed.</param>
    public static PcrReplay Of(BootEventLog log, PcrBank bank)
    {
        if (!log.HasBank(bank) || !bank.CanHash())
            throw new ArgumentOutOfRangeException(nameof(bank), bank.BankName(), "the log cannot be replayed in this bank");
        var replay = new PcrReplay(bank, LocalityOf(log));
        foreach (BootEvent boot in log)
        {
            if (!boot.Extends || !boot.TryGetDigest(bank, out ReadOnlyMemory<byte> digest))
                continue;
            bank.Extend(replay.At(boot.Pcr), digest.Span);
            replay.eventCounts[boot.Pcr]++;
        }
        return replay;
    }

    /// <summary>Replays every bank of the log that can be computed.</summary>
    public static IReadOnlyList<PcrReplay> All(BootEventLog log) =>
        [.. log.Banks.Where(b => b.Bank.CanHash()).Select(b => Of(log, b.Bank))];

    /// <summary>The value of a PCR after the last event.</summary>
    public ReadOnlySpan<byte> Value(int pcr) => At(pcr);

    /// <summary>How many events extended a PCR.</summary>
    public int EventCount(int pcr) => eventCounts[pcr];

    /// <summary>The locality that the log states; 0 where it states none, or none that is well-formed.</summary>
    internal static byte LocalityOf(BootEventLog log)
    {
        foreach (BootEvent boot in log)
        {
            if (StartupLocality.TryRead(boot, out byte locality))
                return locality;
        }
        return 0;
    }

    /// <summary>Writes a PCR's value before its first extension.</summary>
    internal static void Reset(int pcr, byte locality, Span<byte> value)
    {
        value.Fill(pcr is >= 17 and <= 22 ? (byte)0xFF : (byte)0);
        if (pcr == 0)
            value[^1] = locality;
    }

    private Span<byte> At(int pcr) => values.AsSpan(pcr * bank.DigestSize(), bank.DigestSize());
}
