using System.Formats.Cbor;
using Attestation.Formats.Cbor;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Corim;

/// <summary>measurement-map (draft-ietf-rats-corim section 5.1.4.2).</summary>
/// <param name="Key">mkey: which element of the environment; null when there is only one.</param>
/// <param name="Values">mval.</param>
/// <param name="AuthorizedBy">Keys whose holder must have made the claim; empty when anyone may.</param>
public sealed record CorimMeasurement(TypedItem? Key, MeasurementValues Values, IReadOnlyList<CorimKey> AuthorizedBy)
{
    public CorimMeasurement(MeasurementValues values)
        : this(null, values, [])
    {
    }
}

/// <summary>reference-triple or endorsed-triple: measurements of an environment (sections 5.1.5, 5.1.6).</summary>
public sealed record ValueTriple(CorimEnvironment Environment, IReadOnlyList<CorimMeasurement> Measurements);

/// <summary>identity-triple or attest-key-triple: keys of an environment (sections 5.1.9, 5.1.10).</summary>
/// <param name="Environment">Whose keys.</param>
/// <param name="Keys">At least one.</param>
/// <param name="ConditionKey">mkey of the conditions; null when absent.</param>
/// <param name="AuthorizedBy">authorized-by of the conditions.</param>
public sealed record KeyTriple(CorimEnvironment Environment, IReadOnlyList<CorimKey> Keys, TypedItem? ConditionKey, IReadOnlyList<CorimKey> AuthorizedBy)
{
    public KeyTriple(CorimEnvironment environment, IReadOnlyList<CorimKey> keys)
        : this(environment, keys, null, [])
    {
    }
}

/// <summary>Reads and writes the triples.</summary>
internal static class CorimTriples
{
    public static bool TryReadValue(StrictCborReader reader, out ValueTriple triple)
    {
        triple = null!;
        int start = reader.Offset;
        var measurements = new List<CorimMeasurement>();
        if (!reader.IsArray || !reader.TryStartArray(out int count) || count != 2 || !CorimEnvironment.TryRead(reader, out CorimEnvironment environment)
            || !reader.TryReadArray(index => TryReadMeasurement(reader, measurements), min: 1) || !reader.TryEndArray())
            return reader.FailAt(CorimReasons.Triple, start);
        triple = new ValueTriple(environment, measurements);
        return true;
    }

    public static bool TryReadKey(StrictCborReader reader, out KeyTriple triple)
    {
        triple = null!;
        int start = reader.Offset;
        TypedItem? conditionKey = null;
        IReadOnlyList<CorimKey> authorizedBy = [];
        if (!reader.IsArray || !reader.TryStartArray(out int count) || count is not (2 or 3) || !CorimEnvironment.TryRead(reader, out CorimEnvironment environment)
            || !TryReadKeys(reader, out IReadOnlyList<CorimKey> keys)
            || (count == 3 && !TryReadConditions(reader, out conditionKey, out authorizedBy)) || !reader.TryEndArray())
            return reader.FailAt(CorimReasons.Triple, start);
        triple = new KeyTriple(environment, keys, conditionKey, authorizedBy);
        return true;
    }

    public static bool TryReadKeys(StrictCborReader reader, out IReadOnlyList<CorimKey> keys)
    {
        var list = new List<CorimKey>();
        keys = list;
        return reader.TryReadArray(index =>
        {
            bool good = CorimKey.TryRead(reader, out CorimKey key);
            list.Add(key);
            return good;
        }, min: 1, max: 256);
    }

    public static void WriteKeys(CborWriter writer, IReadOnlyList<CorimKey> keys)
    {
        writer.WriteStartArray(keys.Count);
        foreach (CorimKey key in keys)
        {
            writer.WriteTag((CborTag)key.Tag);
            writer.WriteEncodedValue(key.Content.Span);
        }
        writer.WriteEndArray();
    }

    public static void Write(CborWriter writer, ValueTriple triple)
    {
        writer.WriteStartArray(2);
        triple.Environment.WriteTo(writer);
        writer.WriteStartArray(triple.Measurements.Count);
        foreach (CorimMeasurement measurement in triple.Measurements)
        {
            var map = new CborMapBuilder().Add(1, measurement.Values.WriteTo);
            if (measurement.Key is { } key)
                map.AddEncoded(0, key.Item);
            if (measurement.AuthorizedBy.Count > 0)
                map.Add(2, w => WriteKeys(w, measurement.AuthorizedBy));
            map.WriteTo(writer);
        }
        writer.WriteEndArray();
        writer.WriteEndArray();
    }

    public static void Write(CborWriter writer, KeyTriple triple)
    {
        bool conditions = triple.ConditionKey is not null || triple.AuthorizedBy.Count > 0;
        writer.WriteStartArray(conditions ? 3 : 2);
        triple.Environment.WriteTo(writer);
        WriteKeys(writer, triple.Keys);
        if (conditions)
        {
            var map = new CborMapBuilder();
            if (triple.ConditionKey is { } key)
                map.AddEncoded(0, key.Item);
            if (triple.AuthorizedBy.Count > 0)
                map.Add(1, w => WriteKeys(w, triple.AuthorizedBy));
            map.WriteTo(writer);
        }
        writer.WriteEndArray();
    }

    private static bool TryReadMeasurement(StrictCborReader reader, List<CorimMeasurement> measurements)
    {
        int start = reader.Offset;
        TypedItem? key = null;
        MeasurementValues? values = null;
        IReadOnlyList<CorimKey> authorizedBy = [];
        bool good = reader.IsMap && reader.TryReadMap(label => label.Integer switch
        {
            0 => TypedItem.TryRead(reader, out key!),
            1 => MeasurementValues.TryRead(reader, out values!),
            2 => TryReadKeys(reader, out authorizedBy),
            _ => reader.Fail(CorimReasons.Measurement),
        }, max: 3);
        if (!good || values is null)
            return reader.FailAt(CorimReasons.Measurement, start);
        measurements.Add(new CorimMeasurement(key, values, authorizedBy));
        return true;
    }

    private static bool TryReadConditions(StrictCborReader reader, out TypedItem? key, out IReadOnlyList<CorimKey> authorizedBy)
    {
        TypedItem? found = null;
        IReadOnlyList<CorimKey> keys = [];
        bool good = reader.TryReadMap(label => label.Integer switch
        {
            0 => TypedItem.TryRead(reader, out found!),
            1 => TryReadKeys(reader, out keys),
            _ => reader.Fail(CorimReasons.Triple),
        }, max: 2);
        (key, authorizedBy) = (found, keys);
        return good;
    }
}
