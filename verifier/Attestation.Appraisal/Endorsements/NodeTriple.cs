using Attestation.Appraisal.Nodes.References;
using Attestation.Formats.Cbor;
using Attestation.Formats.Corim;
using Attestation.Formats.EventLog;
using Attestation.Formats.Keys;

namespace Attestation.Appraisal.Endorsements;

/// <summary>A reference triple whose class has vendor and model and no layer: measurements of a class of nodes (docs/formats/node-reference-values.md).</summary>
/// <param name="blank">The triple's class, source, signer and validity; each measurement is laid over it.</param>
/// <param name="where">Place of the triple, for what is not used.</param>
/// <param name="notUsed">Gets what no appraisal will look at.</param>
internal sealed class NodeTriple(NodeReference blank, string where, List<string> notUsed)
{
    private const int MaxPcr = 23;

    /// <summary>The references of the triple that count.</summary>
    internal List<NodeReference> Read(ValueTriple triple)
    {
        var references = new List<NodeReference>(triple.Measurements.Count);
        foreach (CorimMeasurement measurement in triple.Measurements)
        {
            if (measurement.Key?.Text is not { } key || !IsKey(key))
                Note(measurement.Key?.ToString() ?? "without a key", "no class of boot events, and none of pcrs, ima, ima-signer");
            else if (Measurement(key, measurement.Values) is { } reference)
                references.Add(reference);
        }
        return references;
    }

    private static bool IsKey(string key) => key is NodeReference.PcrsKey or NodeReference.ImaKey or NodeReference.ImaSignerKey || BootClassNames.TryFind(key, out _);

    private NodeReference? Measurement(string key, MeasurementValues values)
    {
        NodeReference reference = blank with { Key = key, Name = values.Name ?? "", Version = values.Version ?? "" };
        return key switch
        {
            NodeReference.PcrsKey => Golden(reference, values),
            NodeReference.ImaSignerKey => Signers(reference, values),
            NodeReference.ImaKey => Digests(reference, values),
            _ => Boot(reference, values),
        };
    }

    private NodeReference? Boot(NodeReference reference, MeasurementValues values)
    {
        BootClassNames.TryFind(reference.Key, out BootClass @class);
        reference = reference with { BootClass = @class };
        if (@class is not (BootClass.CommandLine or BootClass.GrubCommand) || values.Digests.Count > 0)
            return Digests(reference, values);
        if (values.Name is not { } text || !TextPattern.TryParse(text, out TextPattern? pattern))
            return Note(reference.Key, "neither digests nor a pattern in name");
        return reference with { Pattern = pattern };
    }

    private NodeReference? Digests(NodeReference reference, MeasurementValues values)
    {
        ReferenceDigest[] known = [.. Known(values.Digests)];
        if (known.Length < values.Digests.Count)
            Note(reference.Key, "a digest whose algorithm is not SHA-256, SHA-384 or SHA-512");
        return known.Length > 0 ? reference with { Digests = known } : values.Digests.Count > 0 ? null : Note(reference.Key, "no digests");
    }

    private NodeReference? Golden(NodeReference reference, MeasurementValues values)
    {
        var pcrs = new SortedDictionary<int, IReadOnlyList<ReferenceDigest>>();
        foreach ((CborLabel register, IReadOnlyList<CorimDigest> digests) in values.IntegrityRegisters)
        {
            ReferenceDigest[] known = [.. Known(digests)];
            if (register.Integer is not (>= 0 and <= MaxPcr) || known.Length == 0)
                Note($"{reference.Key}, register {register}", "no PCR from 0 to 23 with a digest of SHA-256, SHA-384 or SHA-512");
            else
                pcrs[(int)register.Number] = known;
        }
        return pcrs.Count > 0 ? reference with { Pcrs = pcrs } : values.IntegrityRegisters.Count > 0 ? null : Note(reference.Key, "no integrity registers");
    }

    private NodeReference? Signers(NodeReference reference, MeasurementValues values)
    {
        var keys = new List<VerificationKey>();
        foreach (CorimKey key in values.CryptoKeys)
        {
            if (key.TryGetKey(out VerificationKey found, out _))
                keys.Add(found);
            else
                Note(reference.Key, $"a key of tag {key.Tag} names no key that can verify a signature");
        }
        return keys.Count > 0 ? reference with { Signers = keys } : values.CryptoKeys.Count > 0 ? null : Note(reference.Key, "no keys");
    }

    private static IEnumerable<ReferenceDigest> Known(IEnumerable<CorimDigest> digests) => digests
        .Where(d => d.Algorithm.Integer is CorimDigest.Sha256 or CorimDigest.Sha384 or CorimDigest.Sha512)
        .Select(d => new ReferenceDigest((int)d.Algorithm.Number, d.Value));

    private NodeReference? Note(string measurement, string why)
    {
        notUsed.Add($"{where}: measurement {measurement}: {why}");
        return null;
    }
}
