using System.Text;
using Attestation.NodeAgent.Keys;
using Attestation.Tpm.Wire;

namespace Attestation.NodeAgent.Evidence;

/// <summary>Everything that goes into one evidence; docs/formats/node-evidence.cddl.</summary>
/// <param name="AttestationKey">The key that made the quotes.</param>
/// <param name="Quoted">Quotes and the PCRs they cover.</param>
/// <param name="BootLog">The firmware's event log.</param>
/// <param name="ImaLog">The IMA list, from an offset on.</param>
/// <param name="UserspaceLog">systemd's log.</param>
/// <param name="Variables">UEFI variables by <c>Name-guid</c>; left out when empty.</param>
/// <param name="Bindings">As hashed into the quotes.</param>
/// <param name="DeviceEvidence">Evidence of the DICE identity, or null.</param>
public sealed record EvidenceParts(
    TpmtPublic AttestationKey, QuotedPcrs Quoted, LogContent BootLog, ImaContent ImaLog, LogContent UserspaceLog,
    IReadOnlyDictionary<string, byte[]> Variables, byte[] Bindings, byte[]? DeviceEvidence);

/// <summary>Writes node evidence: deterministic CBOR, keys ascending. Logs are taken as they are, not copied.</summary>
public static class NodeEvidenceWriter
{
    public static NodeEvidenceDocument Write(EvidenceParts parts)
    {
        int members = 8 + (parts.Variables.Count > 0 ? 1 : 0) + (parts.DeviceEvidence is null ? 0 : 1);
        var cbor = new CborPieces().Map(members);
        cbor.Number(EvidenceFormat.KeyVersion).Number(EvidenceFormat.Version);
        cbor.Number(EvidenceFormat.KeyAttestationKey).Bytes(WireValue.EncodeSized(parts.AttestationKey));
        WriteQuotes(cbor, parts.Quoted);
        WritePcrs(cbor, parts.Quoted);
        WriteLog(cbor.Number(EvidenceFormat.KeyBootLog), parts.BootLog);
        WriteIma(cbor.Number(EvidenceFormat.KeyImaLog), parts.ImaLog);
        WriteLog(cbor.Number(EvidenceFormat.KeyUserspaceLog), parts.UserspaceLog);
        WriteVariables(cbor, parts.Variables);
        cbor.Number(EvidenceFormat.KeyBindings).Bytes(parts.Bindings);
        if (parts.DeviceEvidence is not null)
            cbor.Number(EvidenceFormat.KeyDeviceEvidence).Bytes(parts.DeviceEvidence);
        return new NodeEvidenceDocument(parts, cbor.ToPieces());
    }

    private static void WriteQuotes(CborPieces cbor, QuotedPcrs quoted)
    {
        cbor.Number(EvidenceFormat.KeyQuotes).Array(quoted.Quotes.Count);
        foreach (SignedQuote quote in quoted.Quotes)
            cbor.Array(2).Bytes(quote.Attest).Bytes(quote.Signature);
    }

    private static void WritePcrs(CborPieces cbor, QuotedPcrs quoted)
    {
        var banks = quoted.Values.All.GroupBy(pcr => pcr.Bank).ToList();
        cbor.Number(EvidenceFormat.KeyPcrs).Array(banks.Count);
        foreach (var bank in banks)
        {
            cbor.Array(2).Number((ushort)bank.Key).Map(bank.Count());
            foreach ((_, int index, byte[] value) in bank)
                cbor.Number(index).Bytes(value);
        }
    }

    private static void WriteLog(CborPieces cbor, LogContent log)
    {
        if (log.Absence == Absence.None)
            cbor.Bytes(log.Pieces);
        else
            cbor.Number((int)log.Absence);
    }

    private static void WriteIma(CborPieces cbor, ImaContent ima)
    {
        if (ima.Log.Absence == Absence.None)
            cbor.Array(3).Number(ima.Offset).Number(ima.Entries).Bytes(ima.Log.Pieces);
        else
            cbor.Number((int)ima.Log.Absence);
    }

    /// <summary>RFC 8949 section 4.2.1: bytewise by the encoded keys, so shorter names come first.</summary>
    private static void WriteVariables(CborPieces cbor, IReadOnlyDictionary<string, byte[]> variables)
    {
        if (variables.Count == 0)
            return;
        cbor.Number(EvidenceFormat.KeyVariables).Map(variables.Count);
        foreach ((string name, byte[] value) in variables.OrderBy(v => Encoding.UTF8.GetByteCount(v.Key)).ThenBy(v => v.Key, StringComparer.Ordinal))
            cbor.Text(name).Bytes(value);
    }
}
