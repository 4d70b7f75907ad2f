using Attestation.Formats;
using Attestation.Formats.EventLog;
using Attestation.Formats.Ima;
using Attestation.Formats.Pcrs;

namespace Attestation.SystemTests.Agent;

/// <summary>What a recorded boot extended into the bank sha256, in its order.</summary>
internal static class RecordedMeasurements
{
    public static IReadOnlyList<(int Pcr, byte[] Digest)> Of(string folder) =>
        [.. Boot(File.ReadAllBytes(Path.Combine(folder, "eventlog.bin"))), .. Ima(File.ReadAllBytes(Path.Combine(folder, "ima.bin")))];

    /// <summary>Entries of an IMA list.</summary>
    public static IReadOnlyList<(int Pcr, byte[] Digest)> Ima(byte[] list)
    {
        var extended = new List<(int, byte[])>();
        for (int offset = 0; offset < list.Length;)
        {
            Assert.True(ImaList.TryRead(list, ref offset, out ImaEntry entry, out ParseError error), error.ToString());
            var digest = new byte[32];
            entry.ExtendedDigest(PcrBank.Sha256, digest);
            extended.Add(((int)entry.Pcr, digest));
        }
        return extended;
    }

    /// <summary>Where the last entry of an IMA list begins.</summary>
    public static int LastEntryAt(byte[] list)
    {
        int last = 0;
        for (int offset = 0; offset < list.Length;)
        {
            last = offset;
            Assert.True(ImaList.TryRead(list, ref offset, out _, out ParseError error), error.ToString());
        }
        return last;
    }

    private static List<(int Pcr, byte[] Digest)> Boot(byte[] bytes)
    {
        Assert.True(BootEventLog.TryParse(bytes, out BootEventLog log, out ParseError error), error.ToString());
        var extended = new List<(int, byte[])>();
        foreach (BootEvent boot in log)
        {
            if (boot.Extends && boot.TryGetDigest(PcrBank.Sha256, out ReadOnlyMemory<byte> digest))
                extended.Add((boot.Pcr, digest.ToArray()));
        }
        return extended;
    }
}
