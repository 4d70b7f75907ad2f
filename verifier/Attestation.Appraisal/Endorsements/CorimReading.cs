using Attestation.Appraisal.Nodes.References;
using Attestation.Formats.Corim;
using Attestation.Formats.Keys;

namespace Attestation.Appraisal.Endorsements;

/// <summary>A CoRIM in the appraisal's words: docs/appraisal.md, "Reference values"; docs/formats/dice-reference-values.md.</summary>
internal sealed class CorimReading(CorimManifest corim, string signer, CorimValidity? signatureValidity)
{
    private const string CodeKey = "code", ConfigKey = "config", AuthorityKey = "authority", ModeKey = "mode";

    private readonly string source = corim.Id.ToString();
    private readonly List<string> notUsed = [];

    internal List<LayerReference> References { get; } = [];

    internal List<IdentityEndorsement> Identities { get; } = [];

    internal List<NodeReference> Nodes { get; } = [];

    internal CorimIntake Read()
    {
        foreach (CorimOpaqueTag tag in corim.OpaqueTags)
            notUsed.Add($"tag {tag.Tag}: not a CoMID");
        notUsed.AddRange(corim.NotUsed);
        foreach (Comid comid in corim.Comids)
        {
            ReadComid(comid);
            notUsed.AddRange(comid.NotUsed.Select(what => $"{comid.TagId}: {what}"));
        }
        return new CorimIntake(References.Count, Identities.Count, notUsed) { Nodes = Nodes.Count };
    }

    private void ReadComid(Comid comid)
    {
        for (int i = 0; i < comid.References.Count; i++)
            ReadReference(comid.References[i], $"{comid.TagId}: reference triple {i}");
        for (int i = 0; i < comid.Identities.Count; i++)
            ReadIdentity(comid.Identities[i], $"{comid.TagId}: identity triple {i}");
        if (comid.EndorsedValues.Count > 0)
            notUsed.Add($"{comid.TagId}: {comid.EndorsedValues.Count} endorsed-value triples: no claim of a device is looked up in them");
        if (comid.AttestKeys.Count > 0)
            notUsed.Add($"{comid.TagId}: {comid.AttestKeys.Count} attest-key triples: DICE devices certify their attestation keys themselves");
    }

    private void ReadReference(ValueTriple triple, string where)
    {
        CorimEnvironment environment = triple.Environment;
        if (environment is not { Vendor: { } vendor, Model: { } model })
        {
            notUsed.Add($"{where}: its class lacks vendor or model");
            return;
        }
        if (environment.Layer > EndorsementSetBuilder.MaxLayer)
        {
            notUsed.Add($"{where}: layer {environment.Layer} is beyond {EndorsementSetBuilder.MaxLayer}");
            return;
        }
        if (environment.ClassId is not null || environment.Index is not null || environment.Instance is not null || environment.Group is not null)
        {
            notUsed.Add($"{where}: a class id, index, instance or group narrows it down, which devices do not report");
            return;
        }
        var @class = new DeviceClass(vendor, model);
        if (environment.Layer is { } layer)
            References.Add(Layer(triple, @class, (int)layer, where));
        else
            Nodes.AddRange(new NodeTriple(Node(@class), where, notUsed).Read(triple));
    }

    /// <summary>What every reference of a node has in common: a triple without layer is about a class of nodes.</summary>
    private NodeReference Node(DeviceClass @class) => new()
    {
        Class = @class,
        Key = "",
        Source = source,
        Signer = signer,
        NotBefore = Later(corim.Validity?.NotBefore, signatureValidity?.NotBefore),
        NotAfter = Earlier(corim.Validity?.NotAfter, signatureValidity?.NotAfter),
    };

    private LayerReference Layer(ValueTriple triple, DeviceClass @class, int layer, string where)
    {
        var reference = new LayerReference
        {
            Class = @class,
            Layer = layer,
            Source = source,
            Signer = signer,
            NotBefore = Later(corim.Validity?.NotBefore, signatureValidity?.NotBefore),
            NotAfter = Earlier(corim.Validity?.NotAfter, signatureValidity?.NotAfter),
        };
        foreach (CorimMeasurement measurement in triple.Measurements)
            reference = With(reference, measurement.Key, measurement.Values, where);
        return reference;
    }

    private LayerReference With(LayerReference reference, TypedItem? key, MeasurementValues values, string where)
    {
        switch (key?.Text)
        {
            case CodeKey:
                return WithCode(reference, values);
            case ConfigKey:
                return reference with { Config = [.. reference.Config, .. Digests(values)], RawConfig = values.Raw ?? reference.RawConfig };
            case AuthorityKey:
                return reference with { Authority = [.. reference.Authority, .. Digests(values)] };
            case ModeKey:
                return reference with { Mode = Flags(values) ?? reference.Mode };
            case null when key is null:
                LayerReference coded = WithCode(reference, values);
                return coded with { Mode = Flags(values) ?? coded.Mode };
            default:
                notUsed.Add($"{where}: measurement {key}: not one of code, config, authority, mode");
                return reference;
        }
    }

    private static LayerReference WithCode(LayerReference reference, MeasurementValues values) => reference with
    {
        Code = [.. reference.Code, .. Digests(values)],
        Name = values.Name ?? reference.Name,
        Version = values.Version ?? reference.Version,
        Svn = values.Svn ?? reference.Svn,
        SvnIsFloor = values.Svn is null ? reference.SvnIsFloor : values.SvnIsMinimum,
    };

    /// <summary>Digests whose algorithm has no number here are kept under 0, which matches nothing.</summary>
    private static IEnumerable<ReferenceDigest> Digests(MeasurementValues values) =>
        values.Digests.Select(d => new ReferenceDigest((int)(d.Algorithm.Integer is { } known and > 0 and < 64 ? known : 0), d.Value));

    private static ModeFlags? Flags(MeasurementValues values)
    {
        if (values.Flags.Count == 0)
            return null;
        return new ModeFlags(Flag(CorimFlag.Configured), Flag(CorimFlag.Secure), Flag(CorimFlag.Recovery), Flag(CorimFlag.Debug));

        bool? Flag(CorimFlag flag) => values.Flags.TryGetValue(flag, out bool set) ? set : null;
    }

    private void ReadIdentity(KeyTriple triple, string where)
    {
        CorimEnvironment environment = triple.Environment;
        DeviceClass? @class = environment is { Vendor: { } vendor, Model: { } model } ? new DeviceClass(vendor, model) : null;
        ReadOnlyMemory<byte>? ueid = null;
        if (environment.Instance is { Tag: CorimTag.Ueid, Bytes: { } instance })
            ueid = instance.ToArray(); // a copy: of a device's CoRIM nothing else is kept in memory
        foreach (CorimKey key in triple.Keys)
        {
            if (key.TryGetKey(out VerificationKey found, out _))
                Identities.Add(new IdentityEndorsement(Convert.ToHexStringLower(found.Thumbprint.Span), @class, ueid, source, signer));
            else
                notUsed.Add($"{where}: a key of tag {key.Tag} names no key that can be compared");
        }
    }

    private static DateTimeOffset? Later(long? one, long? other) => Instant((one, other) switch
    {
        (null, _) => other,
        (_, null) => one,
        _ => Math.Max(one.Value, other.Value),
    });

    private static DateTimeOffset? Earlier(long? one, long? other) => Instant((one, other) switch
    {
        (null, _) => other,
        (_, null) => one,
        _ => Math.Min(one.Value, other.Value),
    });

    /// <summary>Seconds since 1970, brought into the range that a date can hold.</summary>
    private static DateTimeOffset? Instant(long? seconds) => seconds is { } s
        ? DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(s, DateTimeOffset.MinValue.ToUnixTimeSeconds(), DateTimeOffset.MaxValue.ToUnixTimeSeconds()))
        : null;
}
