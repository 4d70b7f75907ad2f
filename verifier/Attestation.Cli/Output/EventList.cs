using System.Text.Json.Nodes;
using Attestation.Formats.EventLog;
using Attestation.Formats.Pcrs;

namespace Attestation.Cli.Output;

/// <summary>Every event of a boot, as a list for people and as JSON: what it measures, under which name, and the text where the digest is over it.</summary>
internal static class EventList
{
    private const int ClassWidth = 24, TypeWidth = 34;

    internal static void Write(TextLines text, BootEventLog log, SystemdMeasureLog? systemd)
    {
        Dictionary<int, BootComponent> components = BootComponents.Of(log).ToDictionary(c => c.Event);
        text.Line($"{"#",4}  {"PCR",3}  {"class",-ClassWidth}  {"event",-TypeWidth}  what", 1);
        foreach (BootEvent boot in log)
        {
            BootComponent? component = components.GetValueOrDefault(boot.Index);
            text.Line($"{boot.Index,4}  {(boot.Extends ? boot.Pcr.ToString() : "-"),3}  {ClassOf(component),-ClassWidth}  {boot.Type.SpecName(),-TypeWidth}  {What(component, EventText.Of(boot))}", 1);
        }
        foreach (BootComponent component in Systemd(systemd))
            text.Line($"{component.Event,4}  {component.Pcr,3}  {ClassOf(component),-ClassWidth}  {"systemd's log",-TypeWidth}  {What(component, component.Name)}", 1);
        text.Line("=  the text was measured; every other name is the log's word.  ?  only the log's words tell the class.", 1);
    }

    private static string ClassOf(BootComponent? component) => component is null ? "" : component.Class.Name() + (component.ClassIsClaim ? " ?" : "");

    /// <summary>A text that was measured; else the name, or what the data says.</summary>
    private static string What(BootComponent? component, string said) => component switch
    {
        { Text: { } text } when text == component.Name || text.StartsWith(component.Name + " ", StringComparison.Ordinal) => "= " + text,
        { Text: { } text, Class: BootClass.CommandLine } => "= " + text,
        { Text: { } text } => $"= {component.Name}: {text}",
        { Class: BootClass.Fixed or BootClass.Firmware } => "  " + component.Name,
        _ => "  " + said,
    };

    internal static JsonArray Json(BootEventLog log, SystemdMeasureLog? systemd)
    {
        Dictionary<int, BootComponent> components = BootComponents.Of(log).ToDictionary(c => c.Event);
        var list = new JsonArray();
        foreach (BootEvent boot in log)
        {
            BootComponent? component = components.GetValueOrDefault(boot.Index);
            list.Add(new JsonObject
            {
                ["event"] = boot.Index,
                ["pcr"] = boot.Extends ? boot.Pcr : null,
                ["type"] = boot.Type.SpecName(),
                ["class"] = component?.Class.Name(),
                ["classIsClaim"] = component?.ClassIsClaim,
                ["name"] = component?.Name,
                ["measuredText"] = component?.Text,
                ["text"] = EventText.Of(boot),
                ["digests"] = Digests(log.Banks.Select(b => b.Bank), boot.TryGetDigest),
            });
        }
        foreach (BootComponent component in Systemd(systemd))
        {
            list.Add(new JsonObject
            {
                ["systemdEvent"] = component.Event,
                ["pcr"] = component.Pcr,
                ["class"] = component.Class.Name(),
                ["classIsClaim"] = component.ClassIsClaim,
                ["name"] = component.Name,
                ["measuredText"] = component.Text,
                ["digests"] = Digests([PcrBank.Sha1, PcrBank.Sha256, PcrBank.Sha384, PcrBank.Sha512], systemd!.Records[component.Event].TryGetDigest),
            });
        }
        return list;
    }

    private delegate bool DigestOf(PcrBank bank, out ReadOnlyMemory<byte> digest);

    private static JsonObject Digests(IEnumerable<PcrBank> banks, DigestOf of)
    {
        var digests = new JsonObject();
        foreach (PcrBank bank in banks)
        {
            if (of(bank, out ReadOnlyMemory<byte> digest))
                digests[bank.BankName()] = Convert.ToHexStringLower(digest.Span);
        }
        return digests;
    }

    private static IReadOnlyList<BootComponent> Systemd(SystemdMeasureLog? systemd) => systemd is null ? [] : SystemdEvents.Of(systemd, PcrBank.Sha256);
}
