using Attestation.Appraisal.Nodes.Boot;
using Attestation.Appraisal.Results;
using Attestation.Formats.Pcrs;
using Spectre.Console;

namespace Attestation.Cli.Output;

/// <summary>A verdict for people: the verdict, who, why not, and a table of every comparison.</summary>
internal static class VerdictText
{
    private const int DigestShown = 16;

    internal static string Write(AppraisalResult result)
    {
        var text = new TextLines().Line($"verdict: {result.Status.ToString().ToLowerInvariant()} (policy {result.PolicyId})");
        if (result.Node is { } node)
        {
            text.Fact("node", node.NodeName ?? "unnamed").Fact("key", node.AkName).Fact("class", node.Vendor is null ? "unknown" : $"{node.Vendor} {node.Model}").Fact("anchor", node.Anchor);
            text.Fact("kubelet key", node.KubeletKey).Fact("secrets key", node.SecretsKey);
        }
        else if (result.Device is { } device)
            text.Fact("device", device.Ueid ?? device.UdsKeyThumbprint).Fact("class", device.Vendor is null ? "unknown" : $"{device.Vendor} {device.Model}").Fact("anchor", device.Anchor);
        text.Fact("claims", string.Join(", ", Enum.GetValues<TrustClaim>().Where(c => result.Vector[c] != 0).Select(c => $"{ClaimNames.Of(c)} {result.Vector[c]}")));
        foreach (Finding finding in result.WorstFirst)
            FindingLines.Write(text, finding.Code, Place(finding), finding.Expected, finding.Actual);
        if (result.Boot is { } boot)
            Boot(text, boot);
        if (result.Ima is { } ima)
            text.Fact("ima", $"{ima.Judged} entries judged, {ima.ByDigest} known by digest, {ima.BySigner} by signer, {ima.Excluded} excluded, {ima.Unquoted} behind the quote");
        string own = text + (result.Compared.Count == 0 ? "" : Comparisons(result));
        return result.DiceIdentity is { } identity ? own + "DICE identity of the node, " + Write(identity) : own;
    }

    /// <summary>What a node's boot was made of, as far as quoted events prove it.</summary>
    private static void Boot(TextLines text, BootReport boot)
    {
        text.Fact("secure boot", boot.SecureBoot is { } on ? on ? "on" : "off" : "unknown").Fact("command line", boot.CommandLine);
        text.Fact("boot events", $"{boot.Components.Count} quoted in {boot.Bank.BankName()}, {boot.Components.Count(c => c.Matched is not null)} match a reference value");
    }

    private static string Place(Finding finding) => finding.Severity switch
    {
        Severity.Warn => finding.Where + " (warning)",
        Severity.Note => finding.Where + " (note)",
        _ => finding.Where,
    };

    private static string Comparisons(AppraisalResult result)
    {
        var table = new Table { Border = TableBorder.Ascii2 };
        table.AddColumns(result.Attester == AttesterKind.Node ? "event" : "layer", "what", "measured", "matches", "reference");
        foreach (ComparedMeasurement one in result.Compared)
        {
            string hex = Convert.ToHexStringLower(one.Actual.Span);
            string shown = hex.Length > DigestShown ? hex[..DigestShown] + "..." : hex;
            table.AddRow($"{one.Layer}", one.Key, shown, one.Matched ? "yes" : "NO", Markup.Escape(TextLines.Printable(one.Source)));
        }
        var writer = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = 120;
        console.Write(table);
        return writer.ToString();
    }
}
