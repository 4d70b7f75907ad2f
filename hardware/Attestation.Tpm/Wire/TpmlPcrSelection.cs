namespace Attestation.Tpm.Wire;

/// <summary>TPMS_PCR_SELECTION, Part 2 clause 10.6.2.</summary>
/// <param name="Hash">The bank.</param>
/// <param name="PcrSelect">One bit per PCR, PCR 0 in bit 0 of the first byte; 0 to 4 bytes, 3 in practice.</param>
public sealed record TpmsPcrSelection(TpmAlgId Hash, byte[] PcrSelect) : IWireValue<TpmsPcrSelection>
{
    /// <summary>Most bytes of a selection: 32 PCRs. PC client TPMs have 24.</summary>
    public const int MostBytes = 4;

    /// <summary>A selection in three bytes, or four where a PCR above 23 is among them.</summary>
    public static TpmsPcrSelection Of(TpmAlgId bank, IEnumerable<int> pcrs)
    {
        int[] indices = [.. pcrs];
        var select = new byte[indices.Any(i => i > 23) ? MostBytes : 3];
        foreach (int pcr in indices)
            select[pcr / 8] |= (byte)(1 << (pcr % 8));
        return new TpmsPcrSelection(bank, select);
    }

    /// <summary>The PCR indices in ascending order.</summary>
    public IEnumerable<int> Indices
    {
        get
        {
            for (int i = 0; i < PcrSelect.Length * 8; i++)
            {
                if ((PcrSelect[i / 8] >> (i % 8) & 1) == 1)
                    yield return i;
            }
        }
    }

    public static TpmsPcrSelection Read(WireReader reader)
    {
        TpmAlgId bank = reader.HashAlgorithm("hash");
        int start = reader.Position;
        int size = reader.U8("sizeofSelect");
        if (size > MostBytes)
            reader.Fail(WireDefect.OutOfRange, "sizeofSelect", start);
        return new TpmsPcrSelection(bank, reader.Bytes(size, "pcrSelect"));
    }

    public void Write(WireWriter writer)
    {
        writer.Algorithm(Hash);
        writer.U8((byte)PcrSelect.Length);
        writer.Bytes(PcrSelect);
    }

    public override string ToString() => $"{Hash.BankName()}:{string.Join(',', Indices)}";
}

/// <summary>TPML_PCR_SELECTION, Part 2 clause 10.9.7.</summary>
public sealed record TpmlPcrSelection(IReadOnlyList<TpmsPcrSelection> Selections) : IWireValue<TpmlPcrSelection>
{
    /// <summary>HASH_COUNT: no TPM has more banks.</summary>
    public const int Most = 16;

    public static TpmlPcrSelection Empty { get; } = new([]);

    public static TpmlPcrSelection Of(TpmAlgId bank, params IEnumerable<int> pcrs) => new([TpmsPcrSelection.Of(bank, pcrs)]);

    /// <summary>Bank and index of every selected PCR, in the order in which a TPM hashes them.</summary>
    public IEnumerable<(TpmAlgId Bank, int Index)> InOrder
    {
        get
        {
            foreach (TpmsPcrSelection selection in Selections)
            {
                foreach (int index in selection.Indices)
                    yield return (selection.Hash, index);
            }
        }
    }

    public static TpmlPcrSelection Read(WireReader reader) => new(reader.List("count", 3, Most, TpmsPcrSelection.Read));

    public void Write(WireWriter writer) => writer.List(Selections, s => s.Write(writer));

    public override string ToString() => Selections.Count == 0 ? "(no PCR)" : string.Join('+', Selections);
}
