using System.Text.Json;
using Attestation.Formats;
using Attestation.Formats.EventLog;
using Attestation.Formats.Pcrs;
using Attestation.Formats.Reasons;

namespace Attestation.Appraisal.Policies;

/// <summary>The members of the policy's <c>node</c> object, one reader each: the closed list of docs/policy.md, node.</summary>
internal static class NodePolicyMembers
{
    private delegate NodePolicy? Reader(NodePolicy policy, JsonElement value);

    private static readonly Dictionary<string, Reader> All = new(StringComparer.Ordinal)
    {
        ["require"] = (p, v) => Classes(v) is { } names ? p with { Require = names } : null,
        ["pcrs"] = (p, v) => Pcrs(v) is { } pcrs ? p with { Pcrs = pcrs } : null,
        ["secureBoot"] = (p, v) => PolicyMembers.Bool(v) is { } on ? p with { SecureBoot = on } : null,
        ["intervalSeconds"] = (p, v) => PolicyMembers.Number(v, 1, 86400) is { } s ? p with { Interval = TimeSpan.FromSeconds(s) } : null,
        ["requireDice"] = (p, v) => PolicyMembers.Bool(v) is { } on ? p with { RequireDice = on } : null,
        ["goldenPcrs"] = (p, v) => PolicyMembers.Bool(v) is { } on ? p with { GoldenPcrs = on } : null,
    };

    internal static IReadOnlyCollection<string> Names => [.. All.Keys, "ima"];

    /// <summary>Reads the object.</summary>
    /// <param name="value">The value of the member <c>node</c>.</param>
    /// <param name="policy">The default with the object's members laid over it.</param>
    /// <param name="error">policy.member or policy.value with the path below <c>node</c>.</param>
    internal static bool TryRead(JsonElement value, out NodePolicy policy, out ParseError error)
    {
        policy = NodePolicy.Default;
        if (value.ValueKind != JsonValueKind.Object)
            return Fail(AppraisalReasons.PolicyValue, "node", out error);
        foreach (JsonProperty member in value.EnumerateObject())
        {
            string path = "node/" + member.Name;
            if (member.Name == "ima")
            {
                if (!TryReadIma(member.Value, path, ref policy, out error))
                    return false;
                continue;
            }
            if (!All.TryGetValue(member.Name, out Reader? read))
                return Fail(AppraisalReasons.PolicyMember, path, out error);
            if (read(policy, member.Value) is not { } changed)
                return Fail(AppraisalReasons.PolicyValue, path, out error);
            policy = changed;
        }
        error = default;
        return true;
    }

    private static bool TryReadIma(JsonElement value, string path, ref NodePolicy policy, out ParseError error)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return Fail(AppraisalReasons.PolicyValue, path, out error);
        foreach (JsonProperty member in value.EnumerateObject())
        {
            if (!NodeImaPolicyMembers.TryFind(member.Name, out NodeImaPolicyMembers.Reader? read))
                return Fail(AppraisalReasons.PolicyMember, path + "/" + member.Name, out error);
            if (read(policy.Ima, member.Value) is not { } changed)
                return Fail(AppraisalReasons.PolicyValue, path + "/" + member.Name, out error);
            policy = policy with { Ima = changed };
        }
        error = default;
        return true;
    }

    private static List<string>? Classes(JsonElement value) =>
        PolicyMembers.NameList(value, most: 128) is { } names && names.All(IsKnown) ? names : null;

    /// <summary>What can be required: the classes of boot events that reference values name, and the IMA list.</summary>
    private static bool IsKnown(string name) => name == NodePolicy.ImaClass || BootClassNames.TryFind(name, out _);

    /// <summary>An object of bank names, each with a list of PCRs from 0 to 23, at least one.</summary>
    private static Dictionary<PcrBank, IReadOnlyList<int>>? Pcrs(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return null;
        var banks = new Dictionary<PcrBank, IReadOnlyList<int>>();
        foreach (JsonProperty member in value.EnumerateObject())
        {
            if (PcrBanks.HashNamed(member.Name) is not { } bank || Indices(member.Value) is not { Count: > 0 } indices)
                return null;
            banks[bank] = indices;
        }
        return banks.Count > 0 ? banks : null;
    }

    private static List<int>? Indices(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array)
            return null;
        var indices = new List<int>();
        foreach (JsonElement item in value.EnumerateArray())
        {
            if (PolicyMembers.Number(item, 0, PcrBanks.PcrCount - 1) is not { } pcr || indices.Contains(pcr))
                return null;
            indices.Add(pcr);
        }
        return indices;
    }

    private static bool Fail(ReasonCode code, string path, out ParseError error)
    {
        error = new ParseError(code, 0, path);
        return false;
    }
}
