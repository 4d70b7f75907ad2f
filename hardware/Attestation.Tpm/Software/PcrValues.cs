using System.Diagnostics.CodeAnalysis;
using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Software;

/// <summary>PCR values by bank and index. A value, not the TPM's state.</summary>
public sealed class PcrValues
{
    private readonly Dictionary<(TpmAlgId Bank, int Index), byte[]> values = [];

    public int Count => values.Count;

    /// <summary>All values, by bank and ascending index.</summary>
    public IEnumerable<(TpmAlgId Bank, int Index, byte[] Value)> All =>
        values.OrderBy(pair => pair.Key).Select(pair => (pair.Key.Bank, pair.Key.Index, pair.Value));

    /// <summary>All values in the order in which they were set.</summary>
    internal IEnumerable<KeyValuePair<(TpmAlgId Bank, int Index), byte[]>> AsSet => values;

    /// <summary>Adds or replaces a value.</summary>
    public void Set(TpmAlgId bank, int index, byte[] value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)index, 31u);
        values[(bank, index)] = value;
    }

    public bool TryGet(TpmAlgId bank, int index, [NotNullWhen(true)] out byte[]? value) => values.TryGetValue((bank, index), out value);

    /// <summary>The selection that names exactly these values, banks in ascending order of their number.</summary>
    public TpmlPcrSelection Selection => new(
        [.. values.Keys.Order().GroupBy(key => key.Bank).Select(bank => TpmsPcrSelection.Of(bank.Key, bank.Select(key => key.Index)))]);

    /// <summary>
    /// TPMS_QUOTE_INFO's pcrDigest and TPM2_PolicyPCR's pcrDigest: the hash over the selected values, bank after bank as selected, PCRs in
    /// ascending order. Null where one is missing.
    /// </summary>
    public byte[]? Digest(TpmAlgId hash, TpmlPcrSelection selection)
    {
        var parts = new List<byte[]>();
        foreach ((TpmAlgId bank, int index) in selection.InOrder)
        {
            if (!TryGet(bank, index, out byte[]? value))
                return null;
            parts.Add(value);
        }
        return TpmHash.Compute(hash, [.. parts]);
    }
}
