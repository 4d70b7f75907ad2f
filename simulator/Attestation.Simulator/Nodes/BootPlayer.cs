using Attestation.Formats.EventLog;
using Attestation.Formats.Ima;
using Attestation.Formats.Pcrs;
using Attestation.Simulator.Commands;
using Attestation.Tpm.Commands;
using Attestation.Tpm.Sessions;
using Attestation.Tpm.Wire;

namespace Attestation.Simulator.Nodes;

/// <summary>Plays a recorded boot to a TPM that has just been started: every event extends the PCRs as firmware, bootloader and kernel did.</summary>
public static class BootPlayer
{
    private static readonly PcrBank[] Banks = [PcrBank.Sha1, PcrBank.Sha256, PcrBank.Sha384];

    /// <returns>How many extensions were made.</returns>
    public static async Task<int> PlayAsync(TpmConnection tpm, RecordedBoot boot, CancellationToken cancellation)
    {
        int count = 0;
        foreach ((uint pcr, TpmlDigestValues digests) in Events(boot.EventLog).Concat(Entries(boot.ImaList)))
        {
            await tpm.SendAsync(new PcrExtend(new TpmHandle(pcr), digests), cancellation);
            count++;
        }
        return count;
    }

    private static List<(uint, TpmlDigestValues)> Events(byte[] log)
    {
        if (!BootEventLog.TryParse(log, out BootEventLog parsed, out var error))
            throw new UsageException($"the event log: {error}");
        var events = new List<(uint, TpmlDigestValues)>();
        foreach (BootEvent boot in parsed)
        {
            if (!boot.Extends)
                continue;
            var digests = new List<TpmtHa>();
            foreach (PcrBank bank in Banks)
            {
                if (boot.TryGetDigest(bank, out ReadOnlyMemory<byte> digest))
                    digests.Add(new TpmtHa((TpmAlgId)bank, digest.ToArray()));
            }
            events.Add((boot.RawPcr, new TpmlDigestValues(digests)));
        }
        return events;
    }

    private static List<(uint, TpmlDigestValues)> Entries(byte[] list)
    {
        var entries = new List<(uint, TpmlDigestValues)>();
        for (int offset = 0; offset < list.Length;)
        {
            if (!ImaList.TryRead(list, ref offset, out ImaEntry entry, out var error))
                throw new UsageException($"the IMA list: {error}");
            var digests = new TpmtHa[Banks.Length];
            for (int i = 0; i < Banks.Length; i++)
            {
                byte[] digest = new byte[((TpmAlgId)Banks[i]).DigestSize()];
                entry.ExtendedDigest(Banks[i], digest);
                digests[i] = new TpmtHa((TpmAlgId)Banks[i], digest);
            }
            entries.Add((entry.Pcr, new TpmlDigestValues(digests)));
        }
        return entries;
    }
}
