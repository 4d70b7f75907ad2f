using System.Formats.Cbor;
using System.Security.Cryptography;
using Attestation.Tpm.Wire;

namespace Attestation.Fuzz.Nodes;

/// <summary>
/// Makes node evidence (docs/formats/node-evidence.cddl) with a key in software, over logs and PCR values that were recorded elsewhere. Every part can
/// be set, so that each defect can be made; what is not set is as a good agent sends it.
/// </summary>
public sealed class NodeEvidenceMaker(SoftwareAttestationKey key)
{
    public SoftwareAttestationKey Key { get; } = key;

    /// <summary>PCR values by TPM_ALG_ID: what the one quote covers and what stands beside it.</summary>
    public Dictionary<ushort, SortedDictionary<int, byte[]>> Pcrs { get; } = [];

    /// <summary>Null: absent, for the reason in <see cref="BootLogAbsence"/>.</summary>
    public byte[]? BootLog { get; set; }

    public int BootLogAbsence { get; set; } = 1;

    public byte[]? ImaLog { get; set; }

    public int ImaLogAbsence { get; set; } = 1;

    public long ImaOffset { get; set; }

    public long ImaEntries { get; set; }

    public byte[]? UserspaceLog { get; set; }

    public SortedDictionary<string, byte[]> Variables { get; } = new(Comparer<string>.Create((a, b) => a.Length != b.Length ? a.Length - b.Length : string.CompareOrdinal(a, b)));

    public string? NodeName { get; set; }

    public byte[]? KubeletKey { get; set; }

    public byte[]? SecretsKey { get; set; }

    public byte[]? DeviceEvidence { get; set; }

    public TpmsClockInfo Clock { get; set; } = new(1_000_000, 2, 0, true);

    public ulong Firmware { get; set; } = 0x2019_1023_0016_3636;

    public void SetPcr(ushort bank, int pcr, byte[] value)
    {
        if (!Pcrs.TryGetValue(bank, out SortedDictionary<int, byte[]>? values))
            Pcrs.Add(bank, values = []);
        values[pcr] = value;
    }

    /// <summary>The evidence for a session.</summary>
    /// <param name="nonce">The session's nonce.</param>
    /// <param name="change">Changes the encoded members before they are put together; removes, adds or replaces any.</param>
    public byte[] Make(byte[] nonce, Action<SortedDictionary<int, byte[]>>? change = null)
    {
        byte[] bindings = Bindings();
        byte[] attest = Key.Attest(QualifyingData(nonce, bindings), Pcrs, Clock, Firmware);
        var members = new SortedDictionary<int, byte[]>
        {
            [1] = Encode(w => w.WriteInt32(1)),
            [2] = Encode(w => w.WriteByteString(Key.Public)),
            [3] = Quotes((attest, Key.Sign(attest))),
            [4] = PcrMember(),
            [5] = Log(BootLog, BootLogAbsence),
            [6] = ImaMember(),
            [7] = Log(UserspaceLog, 1),
            [9] = Encode(w => w.WriteByteString(bindings)),
        };
        if (Variables.Count > 0)
            members[8] = Encode(WriteVariables);
        if (DeviceEvidence is not null)
            members[10] = Encode(w => w.WriteByteString(DeviceEvidence));
        change?.Invoke(members);
        return Map(members);
    }

    /// <summary>SHA-256( "attestation-node-evidence-v1" | 00 | u8 length of nonce | nonce | bindings ).</summary>
    public static byte[] QualifyingData(byte[] nonce, byte[] bindings) =>
        SHA256.HashData([.. "attestation-node-evidence-v1"u8, 0, (byte)nonce.Length, .. nonce, .. bindings]);

    /// <summary>Member 3.</summary>
    public static byte[] Quotes(params (byte[] Attest, byte[] Signature)[] quotes) => Encode(w =>
    {
        w.WriteStartArray(quotes.Length);
        foreach ((byte[] attest, byte[] signature) in quotes)
        {
            w.WriteStartArray(2);
            w.WriteByteString(attest);
            w.WriteByteString(signature);
            w.WriteEndArray();
        }
        w.WriteEndArray();
    });

    /// <summary>The bindings as they stand in member 9's byte string.</summary>
    public byte[] Bindings()
    {
        var entries = new SortedDictionary<int, byte[]>();
        if (NodeName is not null)
            entries[1] = Encode(w => w.WriteTextString(NodeName));
        if (KubeletKey is not null)
            entries[2] = Encode(w => w.WriteByteString(KubeletKey));
        if (DeviceEvidence is not null)
            entries[3] = Encode(w => w.WriteByteString(SHA256.HashData(DeviceEvidence)));
        if (SecretsKey is not null)
            entries[4] = Encode(w => w.WriteByteString(SecretsKey));
        return Map(entries);
    }

    /// <summary>One CBOR item.</summary>
    public static byte[] Encode(Action<CborWriter> write)
    {
        var writer = new CborWriter(CborConformanceMode.Lax);
        write(writer);
        return writer.Encode();
    }

    private static byte[] Map(SortedDictionary<int, byte[]> entries) => Encode(w =>
    {
        w.WriteStartMap(entries.Count);
        foreach ((int label, byte[] value) in entries)
        {
            w.WriteInt32(label);
            w.WriteEncodedValue(value);
        }
        w.WriteEndMap();
    });

    private byte[] PcrMember() => Encode(w =>
    {
        w.WriteStartArray(Pcrs.Count);
        foreach ((ushort bank, SortedDictionary<int, byte[]> values) in Pcrs.OrderBy(b => b.Key))
        {
            w.WriteStartArray(2);
            w.WriteInt32(bank);
            w.WriteStartMap(values.Count);
            foreach ((int pcr, byte[] value) in values)
            {
                w.WriteInt32(pcr);
                w.WriteByteString(value);
            }
            w.WriteEndMap();
            w.WriteEndArray();
        }
        w.WriteEndArray();
    });

    private static byte[] Log(byte[]? log, int absence) => Encode(w =>
    {
        if (log is null)
            w.WriteInt32(absence);
        else
            w.WriteByteString(log);
    });

    private byte[] ImaMember() => Encode(w =>
    {
        if (ImaLog is null)
        {
            w.WriteInt32(ImaLogAbsence);
            return;
        }
        w.WriteStartArray(3);
        w.WriteInt64(ImaOffset);
        w.WriteInt64(ImaEntries);
        w.WriteByteString(ImaLog);
        w.WriteEndArray();
    });

    private void WriteVariables(CborWriter writer)
    {
        writer.WriteStartMap(Variables.Count);
        foreach ((string name, byte[] value) in Variables)
        {
            writer.WriteTextString(name);
            writer.WriteByteString(value);
        }
        writer.WriteEndMap();
    }
}
