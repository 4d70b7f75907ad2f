using System.Text.Json.Nodes;
using Attestation.Cli.Output;
using Attestation.Appraisal.Endorsements;
using Attestation.Formats.Corim;

namespace Attestation.Cli.Inspecting;

/// <summary>CoRIMs, signed and unsigned: what they say, and what of it an appraisal of DICE devices would use.</summary>
internal static class CorimInspection
{
    internal static Description? Signed(ReadOnlyMemory<byte> bytes)
    {
        if (!UnverifiedSignedCorim.TryParse(bytes, out UnverifiedSignedCorim? corim, out _))
            return null;
        var facts = new JsonObject { ["signer"] = corim.Signer, ["algorithm"] = StandardNames.Of(corim.Algorithm), ["keyId"] = Values.Hex(corim.KeyId) };
        if (!CosePayload.TryPeek(bytes, out ReadOnlyMemory<byte> payload) || !CorimManifest.TryParse(payload, out CorimManifest? manifest, out _))
            return new Description("signed CoRIM", facts, ["its payload is no CoRIM"]);
        return new Description("signed CoRIM", Add(facts, manifest), Intake(manifest));
    }

    internal static Description? Unsigned(ReadOnlyMemory<byte> bytes) =>
        CorimManifest.TryParse(bytes, out CorimManifest? manifest, out _) ? new Description("unsigned CoRIM", Add([], manifest), Intake(manifest)) : null;

    private static JsonObject Add(JsonObject facts, CorimManifest manifest)
    {
        facts["id"] = manifest.Id.ToString();
        facts["profile"] = manifest.Profile;
        facts["notBefore"] = manifest.Validity?.NotBefore is { } from ? Values.Seconds(from) : null;
        facts["notAfter"] = manifest.Validity is { } validity ? Values.Seconds(validity.NotAfter) : null;
        facts["entities"] = manifest.Entities.Count == 0 ? null : Values.List(manifest.Entities.Select(e => e.Name));
        facts["reference"] = new JsonArray([.. manifest.Comids.SelectMany(c => c.References).Select(Reference)]);
        facts["identity"] = new JsonArray([.. manifest.Comids.SelectMany(c => c.Identities).Select(Identity)]);
        return facts;
    }

    private static JsonObject Reference(ValueTriple triple)
    {
        JsonObject json = Environment(triple.Environment);
        foreach (CorimMeasurement measurement in triple.Measurements)
            json[measurement.Key?.ToString() ?? "measurement"] = Measurement(measurement.Values);
        return json;
    }

    private static JsonObject Identity(KeyTriple triple)
    {
        JsonObject json = Environment(triple.Environment);
        json["keys"] = Values.List(triple.Keys.Select(k => k.TryGetKey(out var key, out _) ? key.ToString() : $"tag {k.Tag}"));
        return json;
    }

    private static JsonObject Environment(CorimEnvironment environment) => new()
    {
        ["class"] = environment.ClassId?.ToString(),
        ["vendor"] = environment.Vendor,
        ["model"] = environment.Model,
        ["layer"] = environment.Layer,
        ["instance"] = environment.Instance?.ToString(),
    };

    private static JsonObject Measurement(MeasurementValues values) => new()
    {
        ["name"] = values.Name,
        ["version"] = values.Version,
        ["svn"] = values.Svn is { } svn ? (values.SvnIsMinimum ? $"at least {svn}" : $"{svn}") : null,
        ["digests"] = values.Digests.Count == 0 ? null : Values.List(values.Digests.Select(d => $"{d.Algorithm}:{Values.Hex(d.Value)}")),
        ["flags"] = values.Flags.Count == 0 ? null : Values.List(values.Flags.Select(f => $"{StandardNames.Hyphenated(f.Key)} {(f.Value ? "true" : "false")}")),
        ["raw"] = Values.Hex(values.Raw),
    };

    private static IReadOnlyList<string> Intake(CorimManifest manifest) =>
        [.. new EndorsementSetBuilder().AddCorim(manifest, "").NotUsed.Select(what => $"not used in appraisals of DICE devices: {what}")];
}
