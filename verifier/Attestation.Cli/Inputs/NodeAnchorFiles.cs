using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Nodes;
using Attestation.Formats.Reasons;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.Cli.Inputs;

/// <summary>
/// Enrolled nodes from files: an attestation key (TPM2B_PUBLIC, TPMT_PUBLIC, PEM or DER), or an enrolment as <c>GET /api/v1/nodes/{ak}</c> gives it.
/// A key alone says neither name nor class: they are taken from the command line, the name else as the evidence binds it.
/// </summary>
internal sealed class NodeAnchorFiles(EvidenceNode? sent, string? nodeName, DeviceClass? @class)
{
    /// <returns>Finds the enrolment of the key that the evidence shows.</returns>
    internal Func<string, EnrolledNode?> Read(IEnumerable<string> names)
    {
        EnrolledNode[] nodes = [.. names.Select(name => One(InputFile.Read(name))).OfType<EnrolledNode>()];
        return akName => nodes.FirstOrDefault(n => n.AkName == akName);
    }

    /// <summary>Null for a file that is sound and names another key than the evidence's.</summary>
    private EnrolledNode? One(InputFile file)
    {
        if (file.AsText() is { } text && text[0] == '{')
            return Enrolment(file, text);
        if (TryReadArea(file.Bytes, out TpmtPublic? area))
            return sent is not null && WireValue.EncodeSized(area).AsSpan().SequenceEqual(sent.Key.Span) ? Enrolled("", "") : null;
        byte[] info = SubjectPublicKeyInfo(file);
        return sent is not null && PublicKeys.ToSubjectPublicKeyInfo(sent.Area) is { } own && own.AsSpan().SequenceEqual(info) ? Enrolled("", "") : null;
    }

    private EnrolledNode Enrolled(string ekName, string anchor) => new(sent!.Name, sent.Key, nodeName ?? sent.Bindings.NodeName, @class, ekName, anchor, null);

    private EnrolledNode? Enrolment(InputFile file, string text)
    {
        if (Parse(text) is not { } record || Text(record, "node") is not { } node || Text(record, "ekName") is not { } ekName)
            throw CliFailure.Usage($"{file.Name} is no enrolment of a node", "Give what GET /api/v1/nodes/{ak} answers, or the attestation key's public area.");
        if (Text(record, "state") is { } state && state != "enrolled")
            throw CliFailure.Usage($"{file.Name}: the node is {state}, not enrolled", "Give the enrolment that counts now.");
        if (sent is null || !string.Equals(node, sent.Name, StringComparison.OrdinalIgnoreCase))
            return null;
        DeviceClass? own = record["class"] is JsonObject c && Text(c, "vendor") is { } vendor && Text(c, "model") is { } model ? new DeviceClass(vendor, model) : null;
        return new EnrolledNode(sent.Name, sent.Key, Text(record, "nodeName") ?? nodeName, own ?? @class, ekName, Text(record, "anchor") ?? "", Text(record, "udsKey"));
    }

    private static string? Text(JsonObject record, string name) => record[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.ToString() : null;

    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { MaxDepth = 16, AllowDuplicateProperties = false }) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool TryReadArea(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out TpmtPublic? area) =>
        WireValue.TryParseSized(bytes, out area, out _) || WireValue.TryParse(bytes, out area, out _);

    /// <summary>A bare key in PEM or DER, whichever way it was written.</summary>
    private static byte[] SubjectPublicKeyInfo(InputFile file)
    {
        if (!AttestationKeyFile.TryParse(file.Bytes.ToArray(), out _, out string problem))
            throw CliFailure.Malformed(file.Name, TpmReasons.AkForm, problem);
        return file.AsText() is { } text ? Convert.FromBase64String(text[PemEncoding.Find(text).Base64Data]) : file.Bytes.ToArray();
    }
}
