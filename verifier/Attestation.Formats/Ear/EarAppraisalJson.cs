using System.Text.Json;
using Attestation.Formats.Jose;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Ear;

/// <summary>JSON form of an EAR-appraisal.</summary>
internal static class EarAppraisalJson
{
    public static EarAppraisal Read(JsonElement element, EarDialect dialect, string path)
    {
        EarDefect.Unless(element.ValueKind == JsonValueKind.Object, EarReasons.Submodules, path);
        EarNames names = EarNames.Of(dialect);
        string statusText = EarJson.Text(EarJson.Required(element, names.Status, path), EarReasons.Status, path);
        EarStatus status = EarNames.StatusOf(statusText) ?? throw new EarDefect(EarReasons.Status, path);
        TrustworthinessVector? vector = element.TryGetProperty(names.Vector, out JsonElement claims) ? ReadVector(claims, $"{path}/{names.Vector}") : null;
        EarDefect.Unless(vector is null || vector.Allows(status), EarReasons.StatusVector, path);
        NodeClaims? node = element.TryGetProperty(EarNames.Node, out JsonElement judged) ? NodeClaimsJson.Read(judged, $"{path}/{EarNames.Node}") : null;
        EarDefect.Unless(node is null || node.Suits(status), EarReasons.NodeStatus, $"{path}/{EarNames.Node}");
        DeviceClaims? device = element.TryGetProperty(EarNames.Device, out JsonElement named) ? DeviceClaimsJson.Read(named, $"{path}/{EarNames.Device}") : null;
        bool hasKey = element.TryGetProperty(names.KeyAttestation, out JsonElement key);
        EarDefect.Unless(device is null || device.Suits(status, hasKey), EarReasons.DeviceStatus, $"{path}/{EarNames.Device}");
        string[] used = [names.Status, names.Vector, names.PolicyIds, names.KeyAttestation, EarNames.Findings, EarNames.Node, EarNames.Device];
        return new EarAppraisal
        {
            Status = status,
            Vector = vector,
            PolicyIds = element.TryGetProperty(names.PolicyIds, out JsonElement policies) ? ReadPolicies(policies, dialect, $"{path}/{names.PolicyIds}") : [],
            Findings = element.TryGetProperty(EarNames.Findings, out JsonElement findings) ? ReadFindings(findings, $"{path}/{EarNames.Findings}") : [],
            AttestedKey = hasKey ? ReadKey(key, $"{path}/{names.KeyAttestation}") : (ReadOnlyMemory<byte>?)null,
            Node = node,
            Device = device,
            NotUsed = [.. element.EnumerateObject().Select(p => p.Name).Where(n => !used.Contains(n, StringComparer.Ordinal))],
        };
    }

    public static void Write(Utf8JsonWriter writer, EarAppraisal appraisal, EarDialect dialect)
    {
        EarNames names = EarNames.Of(dialect);
        writer.WriteStartObject();
        writer.WriteString(names.Status, EarNames.NameOf(appraisal.Status));
        if (appraisal.Vector is { } vector && vector.Claims.Any(c => c != 0))
            WriteVector(writer, names.Vector, vector);
        WritePolicies(writer, names.PolicyIds, appraisal.PolicyIds, dialect);
        if (appraisal.AttestedKey is { } key)
        {
            writer.WriteStartObject(names.KeyAttestation);
            writer.WriteString("akpub", StrictBase64Url.Encode(key.Span));
            writer.WriteEndObject();
        }
        if (appraisal.Findings.Count > 0)
            WriteFindings(writer, appraisal.Findings);
        if (appraisal.Node is { } node)
            NodeClaimsJson.Write(writer, node);
        if (appraisal.Device is { } device)
            DeviceClaimsJson.Write(writer, device);
        writer.WriteEndObject();
    }

    private static TrustworthinessVector ReadVector(JsonElement element, string path)
    {
        EarDefect.Unless(element.ValueKind == JsonValueKind.Object && element.EnumerateObject().Any(), EarReasons.Vector, path);
        Span<sbyte> claims = stackalloc sbyte[TrustworthinessVector.Names.Length];
        foreach (JsonProperty claim in element.EnumerateObject())
        {
            int index = Array.IndexOf(TrustworthinessVector.Names, claim.Name);
            EarDefect.Unless(index >= 0 && StrictJson.TryInteger(claim.Value, out long value) && value is >= sbyte.MinValue and <= sbyte.MaxValue, EarReasons.Vector, $"{path}/{claim.Name}");
            StrictJson.TryInteger(claim.Value, out long number);
            claims[index] = (sbyte)number;
        }
        return TrustworthinessVector.Of(claims);
    }

    private static string[] ReadPolicies(JsonElement element, EarDialect dialect, string path)
    {
        if (dialect == EarDialect.Deployed)
            return [EarJson.Text(element, EarReasons.Claim, path)];
        EarDefect.Unless(element.ValueKind == JsonValueKind.Array && element.GetArrayLength() > 0, EarReasons.Claim, path);
        return [.. element.EnumerateArray().Select(p => EarJson.Text(p, EarReasons.Claim, path))];
    }

    private static EarFinding[] ReadFindings(JsonElement element, string path)
    {
        EarDefect.Unless(element.ValueKind == JsonValueKind.Array, EarReasons.Findings, path);
        return [.. element.EnumerateArray().Select(f => ReadFinding(f, path))];
    }

    private static EarFinding ReadFinding(JsonElement finding, string path)
    {
        EarDefect.Unless(finding.ValueKind == JsonValueKind.Object, EarReasons.Findings, path);
        string? code = Member(finding, "code", path);
        EarDefect.Unless(code is not null, EarReasons.Findings, path);
        return new EarFinding(code!, Member(finding, "where", path), Member(finding, "expected", path), Member(finding, "actual", path));
    }

    private static string? Member(JsonElement finding, string name, string path) =>
        finding.TryGetProperty(name, out JsonElement member) ? EarJson.Text(member, EarReasons.Findings, path) : null;

    private static ReadOnlyMemory<byte> ReadKey(JsonElement element, string path)
    {
        EarDefect.Unless(element.ValueKind == JsonValueKind.Object && element.TryGetProperty("akpub", out _), EarReasons.KeyAttestation, path);
        return EarJson.Bytes(element.GetProperty("akpub"), EarReasons.KeyAttestation, path);
    }

    private static void WriteVector(Utf8JsonWriter writer, string name, TrustworthinessVector vector)
    {
        writer.WriteStartObject(name);
        for (int i = 0; i < vector.Claims.Count; i++)
        {
            if (vector.Claims[i] != 0)
                writer.WriteNumber(TrustworthinessVector.Names[i], vector.Claims[i]);
        }
        writer.WriteEndObject();
    }

    private static void WritePolicies(Utf8JsonWriter writer, string name, IReadOnlyList<string> policies, EarDialect dialect)
    {
        if (policies.Count == 0)
            return;
        if (dialect == EarDialect.Deployed)
        {
            writer.WriteString(name, policies[0]);
            return;
        }
        writer.WriteStartArray(name);
        foreach (string policy in policies)
            writer.WriteStringValue(policy);
        writer.WriteEndArray();
    }

    private static void WriteFindings(Utf8JsonWriter writer, IReadOnlyList<EarFinding> findings)
    {
        writer.WriteStartArray(EarNames.Findings);
        foreach (EarFinding finding in findings)
        {
            writer.WriteStartObject();
            writer.WriteString("code", finding.Code);
            if (finding.Where is { } where)
                writer.WriteString("where", where);
            if (finding.Expected is { } expected)
                writer.WriteString("expected", expected);
            if (finding.Actual is { } actual)
                writer.WriteString("actual", actual);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}
