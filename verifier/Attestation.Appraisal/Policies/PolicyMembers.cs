using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Attestation.Appraisal.Policies;

/// <summary>The members of a policy document, one reader each: the closed list of docs/policy.md.</summary>
internal static class PolicyMembers
{
    /// <summary>Lays one member over a policy; null where the value is not of the member's type or range.</summary>
    internal delegate Policy? Reader(Policy policy, JsonElement value);

    private static readonly Dictionary<string, Reader> All = new(StringComparer.Ordinal)
    {
        ["id"] = (p, v) => Text(v) is { } id ? p with { Id = id } : null,
        ["require"] = (p, v) => Flags<Comparisons>(v, Comparison) is { } set ? p with { Required = set } : null,
        ["modes"] = (p, v) => Flags<AllowedModes>(v, Mode) is { } set ? p with { Modes = set } : null,
        ["minimumSvn"] = (p, v) => Floors(v) is { } floors ? p with { MinimumSvn = floors } : null,
        ["svnFloorFromReferences"] = (p, v) => Bool(v) is { } on ? p with { SvnFloorFromReferences = on } : null,
        ["acceptUnsignedCorim"] = (p, v) => Bool(v) is { } on ? p with { AcceptUnsignedCorim = on } : null,
        ["algorithms"] = (p, v) => Algorithms(v) is { } names ? p with { Algorithms = names } : null,
        ["minimumStrength"] = (p, v) => Number(v, 128, 256) is { } bits ? p with { MinimumStrength = bits } : null,
        ["unknownComponents"] = (p, v) => Unknown(v) is { } what ? p with { UnknownComponents = what } : null,
        ["tamper"] = (p, v) => Tampered(v) is { } what ? p with { Tamper = what } : null,
        ["requireUeid"] = (p, v) => Bool(v) is { } on ? p with { RequireUeid = on } : null,
        ["clockSkewSeconds"] = (p, v) => Number(v, 0, 3600) is { } s ? p with { ClockSkew = TimeSpan.FromSeconds(s) } : null,
        ["earLifetimeSeconds"] = (p, v) => Number(v, 1, 7 * 86400) is { } s ? p with { EarLifetime = TimeSpan.FromSeconds(s) } : null,
        ["requiredLayers"] = (p, v) => Number(v, 1, 32) is { } n ? p with { RequiredLayers = n } : null,
    };

    private static readonly string[] KnownAlgorithms = ["EdDSA", "ES256", "ES384", "ES512", "PS256"];

    /// <summary>The one member that is an object with members of its own: <see cref="NodePolicyMembers"/>.</summary>
    internal const string Node = "node";

    internal static IReadOnlyCollection<string> Names => [.. All.Keys, Node];

    internal static bool TryFind(string name, [NotNullWhen(true)] out Reader? reader) => All.TryGetValue(name, out reader);

    private static Comparisons? Comparison(string name) => name switch
    {
        "code" => Comparisons.Code,
        "config" => Comparisons.Config,
        "authority" => Comparisons.Authority,
        "mode" => Comparisons.Mode,
        "svn" => Comparisons.Svn,
        _ => null,
    };

    private static AllowedModes? Mode(string name) => name switch
    {
        "normal" => AllowedModes.Normal,
        "debug" => AllowedModes.Debug,
        "recovery" => AllowedModes.Recovery,
        "not-configured" => AllowedModes.NotConfigured,
        _ => null,
    };

    private static UnknownComponents? Unknown(JsonElement value) => Text(value) switch
    {
        "refuse" => Policies.UnknownComponents.Refuse,
        "warn" => Policies.UnknownComponents.Warn,
        _ => null,
    };

    private static TamperedDevices? Tampered(JsonElement value) => Text(value) switch
    {
        "refuse" => TamperedDevices.Refuse,
        "warn" => TamperedDevices.Warn,
        _ => null,
    };

    /// <summary>A list of names, each at most once, as a set of flags.</summary>
    private static T? Flags<T>(JsonElement value, Func<string, T?> one) where T : struct, Enum
    {
        if (NameList(value) is not { } names)
            return null;
        int set = 0;
        foreach (string name in names)
        {
            if (one(name) is not { } flag)
                return null;
            set |= Convert.ToInt32(flag, System.Globalization.CultureInfo.InvariantCulture);
        }
        return (T)Enum.ToObject(typeof(T), set);
    }

    private static IReadOnlyList<string>? Algorithms(JsonElement value) =>
        NameList(value) is { Count: > 0 } names && names.All(n => KnownAlgorithms.Contains(n)) ? names : null;

    /// <summary>A list of non-empty texts, each at most once.</summary>
    /// <param name="value">A JSON array.</param>
    /// <param name="most">Most characters of a text.</param>
    internal static List<string>? NameList(JsonElement value, int most = 128)
    {
        if (value.ValueKind != JsonValueKind.Array)
            return null;
        var names = new List<string>();
        foreach (JsonElement item in value.EnumerateArray())
        {
            if (Text(item, most) is not { } name || names.Contains(name))
                return null;
            names.Add(name);
        }
        return names;
    }

    private static List<MinimumSvn>? Floors(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array)
            return null;
        var floors = new List<MinimumSvn>();
        foreach (JsonElement item in value.EnumerateArray())
        {
            if (Floor(item) is not { } floor)
                return null;
            floors.Add(floor);
        }
        return floors;
    }

    /// <summary>Exactly the members vendor, model, layer and svn.</summary>
    private static MinimumSvn? Floor(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object || value.GetPropertyCount() != 4
            || !value.TryGetProperty("vendor", out JsonElement vendor) || Text(vendor) is not { } vendorName
            || !value.TryGetProperty("model", out JsonElement model) || Text(model) is not { } modelName
            || !value.TryGetProperty("layer", out JsonElement layer) || Number(layer, 0, 31) is not { } layerNumber
            || !value.TryGetProperty("svn", out JsonElement svn) || svn.ValueKind != JsonValueKind.Number || !svn.TryGetUInt64(out ulong floor))
            return null;
        return new MinimumSvn(vendorName, modelName, layerNumber, floor);
    }

    internal static string? Text(JsonElement value, int most = 128) =>
        value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text && text.Length <= most ? text : null;

    internal static bool? Bool(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    internal static int? Number(JsonElement value, int least, int most) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= least && number <= most ? number : null;
}
