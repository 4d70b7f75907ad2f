using Attestation.Formats.Cbor;
using Attestation.Formats.Corim;
using Attestation.Formats.EventLog;
using Attestation.Formats.Pcrs;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Nodes;

/// <summary>What known-good machines boot with, and what differs between them.</summary>
public sealed class NodeSurvey
{
    private readonly Dictionary<(BootClass Class, string Name), Dictionary<string, List<Seen>>> seen = [];
    private readonly List<string> leftOut = [];

    private NodeSurvey()
    {
    }

    /// <summary>By class and name.</summary>
    public IReadOnlyList<SurveyedComponent> Components { get; private set; } = [];

    /// <summary>What is not stated although its class is asked for by default: events that no quote covers.</summary>
    public IReadOnlyList<string> LeftOut => leftOut;

    /// <exception cref="FactoryException"><c>factory.node-unproven</c>: a class that the operator named has an event that nothing proves.</exception>
    public static NodeSurvey Of(IReadOnlyList<KnownNode> nodes, NodeReferenceOrder order)
    {
        var survey = new NodeSurvey();
        foreach (KnownNode node in nodes)
            survey.Take(node, order);
        survey.Components = [.. survey.seen.OrderBy(s => s.Key.Class).ThenBy(s => s.Key.Name, StringComparer.Ordinal).Select(s => Component(s.Key, s.Value, nodes))];
        return survey;
    }

    private void Take(KnownNode node, NodeReferenceOrder order)
    {
        var events = new Dictionary<int, BootEvent>();
        foreach (BootEvent boot in node.Log)
            events[boot.Index] = boot;
        foreach (BootComponent component in BootComponents.Of(node.Log, node.Banks[0]))
        {
            if (order.Classes.Contains(component.Class))
                Take(node, order, component, Digests(node, events[component.Event]));
        }
        TakeSystemd(node, order);
    }

    /// <summary>systemd's records, those that the quote covers in every bank.</summary>
    private void TakeSystemd(KnownNode node, NodeReferenceOrder order)
    {
        if (node.Systemd is not { } systemd)
            return;
        var left = node.Banks.ToDictionary(bank => bank, bank => node.Covered(bank));
        foreach (BootComponent component in SystemdEvents.Of(systemd, node.Banks[0]))
        {
            bool covered = node.Banks.All(bank => left[bank][component.Pcr]-- > 0);
            if (covered && order.Classes.Contains(component.Class))
                Add(node, component, Digests(node, systemd.Records[component.Event]));
        }
    }

    private void Take(KnownNode node, NodeReferenceOrder order, BootComponent component, List<CorimDigest> digests)
    {
        string where = $"{node.Name}: event {component.Event} (PCR {component.Pcr}, {component.Class.Name()}, {component.Name})";
        if (!node.Banks.All(bank => node.Quoted.TryGet(bank, component.Pcr, out _)))
            LeaveOut($"{where}: no quote covers its PCR in {string.Join(", ", node.Banks.Select(b => b.BankName()))}", order);
        else if (component is { Class: BootClass.CommandLine or BootClass.GrubCommand, Text: null, Pcr: 8 })
            throw new FactoryException(FactoryReasons.NodeUnproven, $"{where}: its digest is not over a text");
        else
            Add(node, component, digests);
    }

    private void LeaveOut(string what, NodeReferenceOrder order)
    {
        if (order.ClassesAreNamed)
            throw new FactoryException(FactoryReasons.NodeUnproven, what);
        leftOut.Add(what);
    }

    private void Add(KnownNode node, BootComponent component, List<CorimDigest> digests)
    {
        bool isText = component.Class is BootClass.CommandLine or BootClass.GrubCommand && component.Text is not null;
        string name = component.Class == BootClass.CommandLine ? "command line" : component.Name;
        if (!seen.TryGetValue((component.Class, name), out Dictionary<string, List<Seen>>? machines))
            seen.Add((component.Class, name), machines = []);
        if (!machines.TryGetValue(node.Name, out List<Seen>? values))
            machines.Add(node.Name, values = []);
        values.Add(new Seen(isText ? component.Text : null, digests));
    }

    private static List<CorimDigest> Digests(KnownNode node, BootEvent boot) =>
        [.. node.Banks.Where(b => boot.TryGetDigest(b, out _)).Select(b => Digest(b, boot.TryGetDigest(b, out ReadOnlyMemory<byte> digest) ? digest : default))];

    private static List<CorimDigest> Digests(KnownNode node, SystemdRecord record) =>
        [.. node.Banks.Where(b => record.TryGetDigest(b, out _)).Select(b => Digest(b, record.TryGetDigest(b, out ReadOnlyMemory<byte> digest) ? digest : default))];

    private static CorimDigest Digest(PcrBank bank, ReadOnlyMemory<byte> digest) => new(new CborLabel(Algorithm(bank)), digest);

    /// <summary>The bank's number in the IANA registry of named information hashes.</summary>
    internal static long Algorithm(PcrBank bank) => bank switch
    {
        PcrBank.Sha384 => CorimDigest.Sha384,
        PcrBank.Sha512 => CorimDigest.Sha512,
        _ => CorimDigest.Sha256,
    };

    private static SurveyedComponent Component((BootClass Class, string Name) key, Dictionary<string, List<Seen>> machines, IReadOnlyList<KnownNode> nodes)
    {
        string[] names = [.. nodes.Select(n => n.Name).Where(machines.ContainsKey)];
        Seen[] all = [.. machines.Values.SelectMany(v => v)];
        return new SurveyedComponent(key.Class, key.Name, names, Ordered(all.SelectMany(s => s.Digests)),
            all.All(s => s.Text is not null) ? [.. all.Select(s => s.Text!).Distinct().Order(StringComparer.Ordinal)] : [],
            machines.Values.Select(v => string.Join('\n', v.Select(s => s.Key).Order(StringComparer.Ordinal))).Distinct().Count() == 1);
    }

    private static CorimDigest[] Ordered(IEnumerable<CorimDigest> digests) =>
        [.. digests.DistinctBy(Hex).OrderBy(d => d.Algorithm.Number).ThenBy(Hex, StringComparer.Ordinal)];

    private static string Hex(CorimDigest digest) => Convert.ToHexStringLower(digest.Value.Span);

    private sealed record Seen(string? Text, List<CorimDigest> Digests)
    {
        internal string Key => string.Join(' ', Digests.Select(Hex));
    }
}
