using System.CommandLine;
using System.Text.Json.Nodes;
using Attestation.Factory.Authorities;
using Attestation.Factory.Files;
using Attestation.Factory.Nodes;
using Attestation.Formats.EventLog;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Commands;

/// <summary><c>attest-factory node-reference</c></summary>
internal static class NodeReferenceCommand
{
    private static readonly Option<string[]> From = new("--from") { Description = "Evidence of known-good machines (attest-agent attest --out).", Required = true, AllowMultipleArgumentsPerToken = true, Arity = ArgumentArity.OneOrMore, HelpName = "EVIDENCE" };
    private static readonly Option<string> Vendor = new("--vendor") { Description = "Class of the nodes: vendor.", Required = true };
    private static readonly Option<string> Model = new("--model") { Description = "Class of the nodes: model.", Required = true };
    private static readonly Option<string> Version = new("--version") { Description = "Version of the values, for people.", DefaultValueFactory = _ => "1" };
    private static readonly Option<string> Key = new("--key") { Description = "Private key that signs the CoRIM (corim.key.pem of the CA).", Required = true };
    private static readonly Option<string> Out = new("--out") { Description = "CoRIM file; what does not fit goes into FILE.2, FILE.3, ...", Required = true };
    private static readonly Option<string[]> Classes = new("--class") { Description = "Classes of boot events to state, instead of those that machines of one kind share; 'all' for every one.", AllowMultipleArgumentsPerToken = true, HelpName = "CLASS" };
    private static readonly Option<bool> Pattern = new("--pattern") { Description = "Make one pattern of command lines that differ in single words." };
    private static readonly Option<string[]> CommandLine = new("--command-line") { Description = "State this pattern (* without spaces, ** anything) instead of the lines seen; they must match it.", HelpName = "PATTERN" };
    private static readonly Option<bool> Ima = new("--ima") { Description = "State the files of the machines' IMA lists." };
    private static readonly Option<string[]> ImaFrom = new("--ima-from") { Description = "State the files of a list as sha256sum writes it.", HelpName = "SHA256SUMS" };
    private static readonly Option<string?> GoldenPcrs = new("--golden-pcrs") { Description = "State the values of these PCRs: 0,2,4. They follow every change of firmware settings; events do not.", HelpName = "LIST" };
    private static readonly Option<bool> Force = new("--force") { Description = "Replace existing files." };

    internal static Command Build()
    {
        var command = new Command("node-reference", "Sign a CoRIM with reference values of worker nodes, made from evidence of known-good machines; show what differs between them.")
        {
            From, Vendor, Model, Version, Key, PassphraseOption.File, Out, Classes, Pattern, CommandLine, Ima, ImaFrom, GoldenPcrs, Force,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        CommandOutput output = CommandOutput.Standard;
        return output.Guard("attest-factory", () =>
        {
            NodeReferenceOrder order = Order(arguments);
            KnownNode[] nodes = [.. arguments.GetValue(From)!.Select(KnownNode.Read)];
            NodeReferenceSet set = NodeReferenceSet.Make(order, nodes);
            using Passphrases passphrases = PassphraseOption.Of(arguments);
            using SigningKey key = PrivateKeyFile.Load(arguments.GetValue(Key)!, passphrases);
            string[] files = Write(set, order, key, arguments.GetValue(Out)!, arguments.GetValue(Force));
            bool json = arguments.GetValue(CommandOutput.Json);
            output.Result(json, NodeReferenceReport.Document(set, files, json), $"{set.Count} reference values of {order.Vendor} {order.Model} from {Machines(nodes.Length)}.");
            if (!json)
                output.Table(NodeReferenceReport.Table(set));
            return ExitCode.Good;
        });
    }

    private static string Machines(int count) => count == 1 ? "1 machine" : $"{count} machines";

    private static NodeReferenceOrder Order(ParseResult arguments)
    {
        string[] classes = [.. (arguments.GetValue(Classes) ?? []).SelectMany(c => c.Split(',', StringSplitOptions.RemoveEmptyEntries))];
        var order = new NodeReferenceOrder
        {
            Vendor = arguments.GetValue(Vendor)!,
            Model = arguments.GetValue(Model)!,
            Version = arguments.GetValue(Version)!,
            Classes = classes.Length == 0 ? NodeReferenceOrder.DefaultClasses : classes is ["all"] ? BootClassNames.Comparable : [.. classes.Select(NodeReferenceOrder.ClassOf)],
            ClassesAreNamed = classes.Length > 0 && classes is not ["all"],
            GeneralisesLines = arguments.GetValue(Pattern),
            CommandLines = [.. (arguments.GetValue(CommandLine) ?? []).Select(Line)],
            WithIma = arguments.GetValue(Ima),
            Files = [.. (arguments.GetValue(ImaFrom) ?? []).SelectMany(KnownFile.ReadChecksums)],
            GoldenPcrs = [.. (arguments.GetValue(GoldenPcrs) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Pcr)],
        };
        NameRule.Check(order.Vendor, "vendor");
        NameRule.Check(order.Model, "model");
        NameRule.Check(order.Version, "version");
        return order;
    }

    private static TextPattern Line(string text) => TextPattern.TryParse(text, out TextPattern? pattern)
        ? pattern!
        : throw new FactoryException(FactoryReasons.NodeOption, $"--command-line {text}");

    private static int Pcr(string text) => int.TryParse(text, out int pcr) && pcr is >= 0 and < 24
        ? pcr
        : throw new FactoryException(FactoryReasons.NodeOption, $"--golden-pcrs {text}: a list of numbers from 0 to 23");

    private static string[] Write(NodeReferenceSet set, NodeReferenceOrder order, SigningKey key, string path, bool force)
    {
        string[] files = [.. set.Documents.Select((_, i) => i == 0 ? path : $"{path}.{i + 1}")];
        if (!force && files.FirstOrDefault(File.Exists) is { } existing)
            throw new FactoryException(FactoryReasons.FileExists, existing); // before anything is written
        IReadOnlyList<byte[]> signed = set.Sign(order.Vendor, key);
        for (int i = 0; i < files.Length; i++)
            AtomicFile.Write(files[i], signed[i], AtomicFile.Public, force);
        return files;
    }
}
