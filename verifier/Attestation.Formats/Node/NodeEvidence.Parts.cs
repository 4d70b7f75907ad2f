using Attestation.Formats.Cbor;
using Attestation.Formats.Pcrs;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Node;

public sealed partial class NodeEvidence
{
    /// <summary>Attributes of a variable as efivarfs gives them, before the value.</summary>
    private const int AttributesSize = 4;

    private bool TryQuote(StrictCborReader reader)
    {
        if (!TryStartArray(reader, 2) || !TryLimited(reader, NodeLimits.Structure, out ReadOnlyMemory<byte> attest)
            || !TryLimited(reader, NodeLimits.Structure, out ReadOnlyMemory<byte> signature) || !reader.TryEndArray())
            return false;
        quotes.Add(new NodeQuote(attest, signature));
        return true;
    }

    private bool TryBank(StrictCborReader reader)
    {
        if (!TryStartArray(reader, 2))
            return false;
        int offset = reader.Offset;
        if (!reader.TryReadInt32(out int algorithm, 0, ushort.MaxValue))
            return false;
        var bank = (PcrBank)algorithm;
        if (bank.DigestSize() == 0 || banks.Contains(bank))
            return reader.FailAt(NodeReasons.Bank, offset);
        banks.Add(bank);
        offset = reader.Offset;
        int count = Pcrs.Count;
        var keys = new AscendingKeys();
        return reader.TryReadMap(label => keys.TryNext(reader, label) && TryPcr(reader, bank, label))
            && (Pcrs.Count > count || reader.FailAt(NodeReasons.Bank, offset)) && reader.TryEndArray();
    }

    private bool TryPcr(StrictCborReader reader, PcrBank bank, CborLabel label)
    {
        if (label.Integer is not (>= 0 and < PcrBanks.PcrCount))
            return reader.Fail(NodeReasons.Member);
        int offset = reader.Offset;
        if (!reader.TryReadBytes(out ReadOnlyMemory<byte> value))
            return false;
        if (value.Length != bank.DigestSize())
            return reader.FailAt(TpmReasons.PcrSize, offset);
        Pcrs.Set(bank, (int)label.Number, value);
        return true;
    }

    private static bool TryLog(StrictCborReader reader, int most, out NodeLog log)
    {
        log = null!;
        int offset = reader.Offset;
        if (!reader.IsBytes)
            return TryAbsence(reader, out LogAbsence absence) && Set(log = NodeLog.Missing(absence));
        if (!reader.TryReadBytes(out ReadOnlyMemory<byte> content))
            return false;
        if (content.IsEmpty || content.Length > most)
            return reader.FailAt(content.IsEmpty ? NodeReasons.Absence : NodeReasons.Limit, offset);
        log = new NodeLog(content, LogAbsence.None);
        return true;
    }

    private bool TryImaLog(StrictCborReader reader)
    {
        int offset = reader.Offset;
        if (!reader.IsArray)
            return TryAbsence(reader, out LogAbsence absence) && Set(ImaLog = NodeImaLog.Missing(absence));
        if (!TryStartArray(reader, 3) || !reader.TryReadInt64(out long before) || !reader.TryReadInt64(out long entries)
            || !reader.TryReadBytes(out ReadOnlyMemory<byte> content) || !reader.TryEndArray())
            return false;
        if (before < 0 || entries < 0 || (before == 0) != (entries == 0))
            return reader.FailAt(NodeReasons.ImaStart, offset);
        if (content.Length > NodeLimits.ImaLog)
            return reader.FailAt(NodeReasons.Limit, offset);
        if (content.IsEmpty && before == 0)
            return reader.FailAt(NodeReasons.Absence, offset);
        ImaLog = new NodeImaLog(content, LogAbsence.None, before, entries);
        return true;
    }

    private static bool TryAbsence(StrictCborReader reader, out LogAbsence absence)
    {
        absence = LogAbsence.None;
        int offset = reader.Offset;
        if (!reader.IsInteger || !reader.TryReadInt64(out long reason) || reason is < 1 or > (long)LogAbsence.TurnedOff)
            return reader.FailAt(NodeReasons.Absence, offset);
        absence = (LogAbsence)reason;
        return true;
    }

    private bool TryVariables(StrictCborReader reader)
    {
        var keys = new AscendingKeys();
        return reader.TryReadMap(label => keys.TryNext(reader, label) && TryVariable(reader, label), NodeLimits.Variables);
    }

    private bool TryVariable(StrictCborReader reader, CborLabel label)
    {
        int offset = reader.Offset;
        if (label.Text is not { Length: > 0 and <= NodeLimits.VariableName } name || name.AsSpan().ContainsAnyExceptInRange('!', '~'))
            return reader.Fail(NodeReasons.Variable);
        if (!reader.TryReadBytes(out ReadOnlyMemory<byte> value))
            return false;
        if (value.Length is < AttributesSize or > NodeLimits.Variable)
            return reader.FailAt(value.Length < AttributesSize ? NodeReasons.Variable : NodeReasons.Limit, offset);
        variables.Add(name, value);
        return true;
    }

    private bool TryBindings(StrictCborReader reader)
    {
        if (!TryLimited(reader, NodeLimits.Bindings, out ReadOnlyMemory<byte> raw))
            return false;
        int start = reader.Offset - raw.Length;
        if (!NodeBindings.TryParse(raw, out NodeBindings bindings, out ParseError error))
            return reader.FailWith(error.Within(reader.Path, start));
        Bindings = bindings;
        return true;
    }

    private static bool TryStartArray(StrictCborReader reader, int items)
    {
        int offset = reader.Offset;
        return reader.TryStartArray(out int count) && (count == items || reader.FailAt(CborReasons.Type, offset));
    }
}
