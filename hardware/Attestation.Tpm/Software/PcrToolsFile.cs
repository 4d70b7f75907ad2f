using System.Buffers.Binary;
using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Software;

/// <summary>
/// The binary PCR file of tpm2_quote -o (tpm2-tools 4 and 5): C structures of a little-endian machine, dumped.
/// <code>
///   u32 count | 16 x ( u16 bank | u8 sizeofSelect | u8 pcrSelect[4] | pad )
///   u32 lists | lists x ( u32 count | 8 x ( u16 size | u8 digest[64] ) )
/// </code>
/// </summary>
internal static class PcrToolsFile
{
    private const int SelectionBytes = 4 + 16 * 8;
    private const int ListBytes = 4 + 8 * 66;

    /// <summary>Adds the file's values; returns a sentence about what is wrong, or nothing.</summary>
    public static string Read(ReadOnlySpan<byte> bytes, PcrValues values)
    {
        if (bytes.Length < SelectionBytes + 4)
            return "the PCR file of tpm2-tools is cut short";
        uint banks = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        uint lists = BinaryPrimitives.ReadUInt32LittleEndian(bytes[SelectionBytes..]);
        if (banks > 16 || lists > 64 || bytes.Length != SelectionBytes + 4 + (int)lists * ListBytes)
            return "neither text nor a PCR file of tpm2-tools: its counts do not fit its size";
        if (Digests(bytes[(SelectionBytes + 4)..], (int)lists) is not { } digests)
            return "a digest in the PCR file of tpm2-tools has an impossible size";
        return Assign(bytes, (int)banks, digests, values);
    }

    private static Queue<byte[]>? Digests(ReadOnlySpan<byte> bytes, int lists)
    {
        var digests = new Queue<byte[]>();
        for (int list = 0; list < lists; list++)
        {
            ReadOnlySpan<byte> at = bytes.Slice(list * ListBytes, ListBytes);
            uint count = BinaryPrimitives.ReadUInt32LittleEndian(at);
            if (count > 8)
                return null;
            for (int i = 0; i < (int)count; i++)
            {
                int size = BinaryPrimitives.ReadUInt16LittleEndian(at[(4 + i * 66)..]);
                if (size > 64)
                    return null;
                digests.Enqueue(at.Slice(6 + i * 66, size).ToArray());
            }
        }
        return digests;
    }

    private static string Assign(ReadOnlySpan<byte> bytes, int banks, Queue<byte[]> digests, PcrValues values)
    {
        for (int bank = 0; bank < banks; bank++)
        {
            ReadOnlySpan<byte> at = bytes.Slice(4 + bank * 8, 8);
            var algorithm = (TpmAlgId)BinaryPrimitives.ReadUInt16LittleEndian(at);
            if (!algorithm.IsHash() || at[2] > TpmsPcrSelection.MostBytes)
                return "a bank in the PCR file of tpm2-tools is unknown";
            foreach (int index in new TpmsPcrSelection(algorithm, at.Slice(3, at[2]).ToArray()).Indices)
            {
                if (!digests.TryDequeue(out byte[]? value) || value.Length != algorithm.DigestSize())
                    return $"the PCR file of tpm2-tools lacks a value for {algorithm.BankName()}:{index}";
                values.Set(algorithm, index, value);
            }
        }
        return digests.Count == 0 ? "" : "the PCR file of tpm2-tools holds more values than it selects";
    }
}
