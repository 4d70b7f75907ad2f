using System.Text.Json.Nodes;
using Attestation.Formats;
using Attestation.Formats.EventLog;
using Attestation.Formats.Ima;
using Attestation.Formats.Node;
using Attestation.Formats.Pcrs;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.Cli.Inspecting;

/// <summary>Evidence of a worker node (docs/formats/node-evidence.cddl): every member, nothing verified.</summary>
internal static class NodeInspection
{
    internal static Description? Evidence(ReadOnlyMemory<byte> bytes)
    {
        if (!NodeEvidence.TryParse(bytes, out NodeEvidence evidence, out _))
            return null;
        List<string> lint = [];
        var facts = new JsonObject
        {
            ["attestationKey"] = Key(evidence.AttestationKey, lint),
            ["quote"] = new JsonArray([.. evidence.Quotes.Select((quote, i) => Quote(quote, i, lint))]),
            ["pcr"] = Pcrs(evidence.Pcrs),
            ["bootLog"] = BootLog(evidence.BootLog, lint),
            ["imaLog"] = ImaLog(evidence.ImaLog, lint),
            ["userspaceLog"] = SystemdLog(evidence.UserspaceLog, lint),
            ["variables"] = evidence.Variables.Count == 0 ? null : Variables(evidence.Variables),
            ["bindings"] = Bindings(evidence.Bindings),
            ["deviceEvidence"] = evidence.DeviceEvidence is { } device ? new JsonObject { ["bytes"] = device.Length } : null,
        };
        return new Description("evidence of a worker node (TPM)", facts, lint);
    }

    private static JsonObject SystemdLog(NodeLog log, List<string> lint)
    {
        JsonObject json = Log(log);
        if (!log.IsThere)
            return json;
        if (SystemdMeasureLog.TryParse(log.Content, out SystemdMeasureLog read, out ParseError error))
            json["records"] = read.Records.Count;
        else
            lint.Add($"systemd's log cannot be read: {error.Code} at byte {error.Offset}");
        return json;
    }

    private static JsonObject Key(ReadOnlyMemory<byte> bytes, List<string> lint)
    {
        if (!WireValue.TryParseSized(bytes, out TpmtPublic? area, out WireError error))
        {
            lint.Add($"the attestation key is no TPM2B_PUBLIC: {error.Sentence}");
            return new JsonObject { ["bytes"] = bytes.Length };
        }
        return new JsonObject
        {
            ["name"] = TpmHash.IsSupported(area.NameAlg) ? Convert.ToHexStringLower(TpmName.Of(area)) : null,
            ["type"] = area.Type.ToString(),
            ["nameAlgorithm"] = area.NameAlg.ToString(),
            ["attributes"] = area.Attributes.ToString(),
        };
    }

    private static JsonObject Quote(NodeQuote quote, int number, List<string> lint)
    {
        if (!WireValue.TryParse(quote.Attest, out TpmsAttest? attest, out WireError error))
        {
            lint.Add($"quote {number} is no TPMS_ATTEST: {error.Sentence}");
            return new JsonObject { ["bytes"] = quote.Attest.Length };
        }
        return new JsonObject
        {
            ["pcrs"] = attest.Attested is TpmsQuoteInfo info ? info.PcrSelect.ToString() : $"none: it is a {attest.Attested.Type}",
            ["qualifyingData"] = Convert.ToHexStringLower(attest.ExtraData),
            ["clock"] = attest.ClockInfo.Clock,
            ["resetCount"] = attest.ClockInfo.ResetCount,
            ["restartCount"] = attest.ClockInfo.RestartCount,
            ["safe"] = attest.ClockInfo.Safe,
            ["firmwareVersion"] = $"{attest.FirmwareVersion:x16}",
        };
    }

    private static JsonObject Pcrs(PcrValueSet values)
    {
        var json = new JsonObject();
        foreach (var bank in values.All.GroupBy(v => v.Bank))
        {
            var inner = new JsonObject();
            foreach ((_, int pcr, ReadOnlyMemory<byte> value) in bank)
                inner[$"{pcr}"] = Values.Hex(value);
            json[bank.Key.BankName()] = inner;
        }
        return json;
    }

    private static JsonObject Log(NodeLog log) => log.IsThere ? new JsonObject { ["bytes"] = log.Content.Length } : Absent(log.Absence);

    private static JsonObject Absent(LogAbsence absence) => new() { ["absent"] = absence.Words() };

    private static JsonObject BootLog(NodeLog log, List<string> lint)
    {
        JsonObject json = Log(log);
        if (!log.IsThere)
            return json;
        if (BootEventLog.TryParse(log.Content, out BootEventLog read, out ParseError error))
            (json["events"], json["banks"]) = (read.Count, Values.List(read.Banks.Select(b => b.Bank.BankName())));
        else
            lint.Add($"the boot event log cannot be read: {error}");
        return json;
    }

    private static JsonObject ImaLog(NodeImaLog log, List<string> lint)
    {
        if (!log.IsThere)
            return Absent(log.Absence);
        var json = new JsonObject { ["bytes"] = log.Content.Length, ["fromByte"] = log.Offset, ["fromEntry"] = log.Entries };
        PcrBank bank = ImaList.BankOf(log.Content) ?? PcrBank.Sha1;
        int entries = 0;
        for (int offset = 0; offset < log.Content.Length; entries++)
        {
            if (ImaList.TryRead(log.Content, bank, ref offset, out _, out ParseError error))
                continue;
            lint.Add($"the IMA list cannot be read from entry {entries} on: {error}");
            break;
        }
        json["entries"] = entries;
        return json;
    }

    /// <summary>Names and sizes: nothing vouches for the values.</summary>
    private static JsonObject Variables(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> variables)
    {
        var json = new JsonObject();
        foreach ((string name, ReadOnlyMemory<byte> value) in variables)
            json[name] = $"{value.Length - 4} bytes";
        return json;
    }

    private static JsonObject Bindings(NodeBindings bindings) => new()
    {
        ["nodeName"] = bindings.NodeName,
        ["kubeletKey"] = Values.Hex(bindings.KubeletKey),
        ["deviceEvidence"] = Values.Hex(bindings.DeviceEvidence),
        ["secretsKey"] = Values.Hex(bindings.SecretsKey),
    };
}
