using Attestation.Formats.Pcrs;

namespace Attestation.Formats.EventLog;

/// <summary>Which of the two record forms a log has.</summary>
public enum EventLogForm
{
    /// <summary>TCG_PCR_EVENT2 with a digest for each bank; the first record is a TCG_EfiSpecIDEvent in the old form.</summary>
    CryptoAgile,

    /// <summary>TCG_PCR_EVENT with SHA-1 only, as TPM 1.2 platforms write it.</summary>
    Sha1,
}

/// <summary>A digest algorithm of the log (TCG_EfiSpecIdEventAlgorithmSize).</summary>
/// <param name="Bank">The algorithm.</param>
/// <param name="DigestSize">Bytes of its digests in this log.</param>
public readonly record struct LogBank(PcrBank Bank, int DigestSize);

/// <summary>What a reader must know of a log to find the end of a record.</summary>
internal sealed class LogShape(EventLogForm form, LogBank[] banks)
{
    internal static readonly LogShape Sha1 = new(EventLogForm.Sha1, [new LogBank(PcrBank.Sha1, 20)]);

    internal EventLogForm Form { get; } = form;

    internal LogBank[] Banks { get; } = banks;

    /// <summary>Place of an algorithm in the list; −1 where the log does not announce it.</summary>
    internal int IndexOf(ushort algorithm)
    {
        for (int i = 0; i < Banks.Length; i++)
        {
            if ((ushort)Banks[i].Bank == algorithm)
                return i;
        }
        return -1;
    }

    /// <summary>Digest size of an announced algorithm.</summary>
    internal int DigestSize(ushort algorithm) => Banks[IndexOf(algorithm)].DigestSize;
}
