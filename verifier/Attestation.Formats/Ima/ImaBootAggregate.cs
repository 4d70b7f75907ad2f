using Attestation.Formats.Pcrs;

namespace Attestation.Formats.Ima;

/// <summary>
/// The list's first entry ties it to the boot: a hash over the boot chain's PCRs (Linux, ima_calc_boot_aggregate): PCR 0 to 7 where it is SHA-1,
/// PCR 0 to 9 in any other bank.
/// </summary>
public static class ImaBootAggregate
{
    /// <summary>Is the digest the aggregate of these PCRs?</summary>
    /// <param name="fields">The first entry's fields.</param>
    /// <param name="values">PCR values of the bank that the entry names.</param>
    /// <returns>Null where the values do not suffice to tell.</returns>
    public static bool? Matches(in ImaFields fields, PcrValueSet values)
    {
        if (fields.Hash.Bank() is not { } named)
            return null;
        var all = new List<byte>();
        for (int pcr = 0; pcr < (named == PcrBank.Sha1 ? 8 : 10); pcr++)
        {
            if (!values.TryGet(named, pcr, out ReadOnlyMemory<byte> value))
                return null;
            all.AddRange(value.Span);
        }
        byte[] aggregate = new byte[named.DigestSize()];
        named.Hash(all.ToArray(), aggregate);
        return fields.Digest.Span.SequenceEqual(aggregate);
    }
}
