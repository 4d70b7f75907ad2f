using System.Globalization;
using Attestation.Formats.Pcrs;

namespace Attestation.Fuzz.Nodes;

/// <summary>Evidence over what a real boot left behind (tests/vectors/node-boots): its logs and its PCR values, quoted by a key in software.</summary>
public static class RecordedBoot
{
    /// <summary>PCRs that the default policy demands.</summary>
    public static readonly int[] DefaultPcrs = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 14];

    /// <param name="folder">One folder of tests/vectors/node-boots.</param>
    /// <param name="key">Who quotes.</param>
    /// <param name="banks">Banks to quote; sha256 where none is named.</param>
    public static NodeEvidenceMaker Maker(string folder, SoftwareAttestationKey key, params PcrBank[] banks)
    {
        string log = Path.Combine(folder, "eventlog.bin");
        var maker = new NodeEvidenceMaker(key)
        {
            BootLog = File.Exists(log) ? File.ReadAllBytes(log) : null,
            ImaLog = File.ReadAllBytes(Path.Combine(folder, "ima.bin")),
            NodeName = "worker-1",
            KubeletKey = new byte[32],
        };
        foreach (PcrBank bank in banks.Length == 0 ? [PcrBank.Sha256] : banks)
        {
            foreach (int pcr in DefaultPcrs)
                maker.SetPcr((ushort)bank, pcr, Value(folder, bank, pcr));
        }
        return maker;
    }

    /// <summary>A PCR read after the boot.</summary>
    public static byte[] Value(string folder, PcrBank bank, int pcr)
    {
        string start = pcr.ToString(CultureInfo.InvariantCulture) + " ";
        return Convert.FromHexString(File.ReadLines(Path.Combine(folder, $"pcr-{bank.BankName()}.txt")).Single(l => l.StartsWith(start, StringComparison.Ordinal)).Split(' ')[1]);
    }
}
