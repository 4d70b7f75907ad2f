namespace Attestation.Formats.Pcrs;

/// <summary>PCR values of one or more banks, for comparison with a log: the values of a quote, once it is verified, or values read from a TPM.</summary>
public sealed class PcrValueSet
{
    private readonly SortedDictionary<(PcrBank Bank, int Pcr), ReadOnlyMemory<byte>> values = [];

    public int Count => values.Count;

    /// <summary>All values, by bank and then by PCR.</summary>
    public IEnumerable<(PcrBank Bank, int Pcr, ReadOnlyMemory<byte> Value)> All => values.Select(v => (v.Key.Bank, v.Key.Pcr, v.Value));

    /// <summary>Sets a value.</summary>
    /// <param name="bank">A bank whose digest size is known.</param>
    /// <param name="pcr">0 to 31.</param>
    /// <param name="value">As many bytes as the bank's digest has.</param>
    public void Set(PcrBank bank, int pcr, ReadOnlyMemory<byte> value)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(value.Length, bank.DigestSize());
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)pcr, 31u);
        values[(bank, pcr)] = value;
    }

    public bool TryGet(PcrBank bank, int pcr, out ReadOnlyMemory<byte> value) => values.TryGetValue((bank, pcr), out value);
}
