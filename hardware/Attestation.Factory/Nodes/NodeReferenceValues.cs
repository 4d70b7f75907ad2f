using Attestation.Factory.Endorsements;
using Attestation.Formats.Cbor;
using Attestation.Formats.Corim;
using Attestation.Formats.EventLog;
using Attestation.Formats.Pcrs;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Nodes;

/// <summary>
/// What was surveyed, as CoRIMs: docs/formats/node-reference-values.md. No time and no random number goes in. What does not fit into one document goes
/// into further ones, each of which stands by itself.
/// </summary>
public static class NodeReferenceValues
{
    /// <summary>Digests of one measurement, and measurements of one triple, that every reader takes.</summary>
    private const int MaxDigests = 256, MaxMeasurements = 2048;

    /// <summary>Measurements of one document: with paths of usual length below the 1 MiB that verifiers take.</summary>
    private const int MaxPerDocument = 4 * MaxMeasurements;

    /// <param name="order">What to state.</param>
    /// <param name="survey">What the machines boot with.</param>
    /// <param name="nodes">The machines, for golden values.</param>
    /// <param name="files">Files of their IMA lists, and others.</param>
    /// <exception cref="FactoryException"><c>factory.node-pattern</c>, <c>factory.node-empty</c></exception>
    public static IReadOnlyList<CorimManifest> Of(NodeReferenceOrder order, NodeSurvey survey, IReadOnlyList<KnownNode> nodes, IReadOnlyList<KnownFile> files)
    {
        List<CorimMeasurement> measurements = [.. survey.Components.SelectMany(c => Boot(order, c)), .. Golden(order, nodes), .. files.Select(File)];
        if (measurements.Count == 0)
            throw new FactoryException(FactoryReasons.NodeEmpty, $"{order.Vendor} {order.Model}");
        return [.. measurements.Chunk(MaxPerDocument).Select((part, i) => Document(order, part, i))];
    }

    private static CorimManifest Document(NodeReferenceOrder order, CorimMeasurement[] measurements, int part)
    {
        var environment = new CorimEnvironment { Vendor = order.Vendor, Model = order.Model };
        string id = $"{order.Vendor}/{order.Model}/{order.Version}{(part > 0 ? $"/{part + 1}" : "")}";
        return CorimDocument.Of(id, [.. measurements.Chunk(MaxMeasurements).Select(m => new ValueTriple(environment, m))], []);
    }

    private static IEnumerable<CorimMeasurement> Boot(NodeReferenceOrder order, SurveyedComponent component)
    {
        string key = component.Class.Name();
        if (!component.IsText)
            return component.Digests.Chunk(MaxDigests).Select(d => Measurement(key, new MeasurementValues { Digests = d, Name = component.Name }));
        return Patterns(order, component).Select(p => Measurement(key, p));
    }

    /// <summary>The operator's patterns, or one for all lines, or each line as it is; a line with a star in it is stated by its digest.</summary>
    private static IEnumerable<MeasurementValues> Patterns(NodeReferenceOrder order, SurveyedComponent component)
    {
        if (component.Class == BootClass.CommandLine && order.CommandLines.Count > 0)
        {
            if (component.Lines.FirstOrDefault(l => !order.CommandLines.Any(p => p.Matches(l))) is { } line)
                throw new FactoryException(FactoryReasons.NodePattern, line);
            return order.CommandLines.Select(p => new MeasurementValues { Name = p.ToString() });
        }
        if (component.Class == BootClass.CommandLine && order.GeneralisesLines && LineGeneralisation.Of(component.Lines) is { } pattern)
            return [new MeasurementValues { Name = pattern }];
        return component.Lines.Any(l => l.Contains('*') || l.Length > TextPattern.MaxLength)
            ? component.Digests.Chunk(MaxDigests).Select(d => new MeasurementValues { Digests = d, Name = component.Name })
            : component.Lines.Select(l => new MeasurementValues { Name = l });
    }

    private static IEnumerable<CorimMeasurement> Golden(NodeReferenceOrder order, IReadOnlyList<KnownNode> nodes)
    {
        var registers = new Dictionary<CborLabel, IReadOnlyList<CorimDigest>>();
        foreach (int pcr in order.GoldenPcrs.Order())
        {
            if (nodes.FirstOrDefault(n => !n.Banks.Any(b => n.Quoted.TryGet(b, pcr, out _))) is { } without)
                throw new FactoryException(FactoryReasons.NodeUnproven, $"{without.Name}: PCR {pcr} is not quoted");
            registers[new CborLabel(pcr)] = [.. nodes.SelectMany(n => Values(n, pcr)).DistinctBy(d => Convert.ToHexString(d.Value.Span))
                .OrderBy(d => d.Algorithm.Number).ThenBy(d => Convert.ToHexString(d.Value.Span), StringComparer.Ordinal)];
        }
        return registers.Count == 0 ? [] : [Measurement("pcrs", new MeasurementValues { IntegrityRegisters = registers })];
    }

    private static IEnumerable<CorimDigest> Values(KnownNode node, int pcr)
    {
        foreach (PcrBank bank in node.Banks)
        {
            if (node.Quoted.TryGet(bank, pcr, out ReadOnlyMemory<byte> value))
                yield return new CorimDigest(new CborLabel(NodeSurvey.Algorithm(bank)), value);
        }
    }

    private static CorimMeasurement File(KnownFile file) =>
        Measurement("ima", new MeasurementValues { Digests = [new CorimDigest(new CborLabel(file.Algorithm), file.Digest)], Name = file.Path });

    private static CorimMeasurement Measurement(string key, MeasurementValues values) => new(TypedItem.OfText(key), values, []);
}
