using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;
using Attestation.Formats;
using Attestation.Formats.Reasons;

namespace Attestation.Gate.Webhook;

/// <summary>
/// Reads an AdmissionReview (admission.k8s.io/v1). Members that the gate does not use are passed over, whatever they hold; those that it uses must have
/// their type. A name that stands twice in one object is refused: two readers could understand it differently.
/// </summary>
internal sealed class AdmissionReader
{
    private const string Version = "admission.k8s.io/v1", CredentialKey = "authentication.kubernetes.io/credential-id", CertificateCredential = "X509SHA256=";
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    private readonly NodeReader nodes;
    private string fault = "";

    private AdmissionReader(string prefix) => nodes = new NodeReader(prefix);

    public static bool TryRead(ReadOnlyMemory<byte> json, string prefix, [NotNullWhen(true)] out AdmissionRequest? request, out ParseError error)
    {
        request = null;
        var reader = new AdmissionReader(prefix);
        int at = 0;
        try
        {
            if (json.Length > AdmissionRequest.MaxSize)
                return Refuse(0, $"more than {AdmissionRequest.MaxSize} bytes", out error);
            using JsonDocument document = JsonDocument.Parse(json, Options);
            request = reader.Review(document.RootElement);
        }
        catch (JsonException e)
        {
            (at, reader.fault) = ((int)Math.Min(e.BytePositionInLine ?? 0, int.MaxValue), "JSON");
        }
        catch (InvalidOperationException) // text with half a surrogate pair shows only when it is read
        {
            reader.fault = "text that is not Unicode";
        }
        error = default;
        return request is not null || Refuse(at, reader.fault, out error);
    }

    private static bool Refuse(int at, string path, out ParseError error)
    {
        error = new ParseError(GateReasons.WebhookMalformed, at, path);
        return false;
    }

    private AdmissionRequest? Review(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.Is("kind", "AdmissionReview"))
            return Fault("kind");
        if (!root.Is("apiVersion", Version))
            return Fault("apiVersion");
        return root.TryObject("request", out JsonElement request) ? Request(request) : Fault("request");
    }

    private AdmissionRequest? Request(JsonElement request)
    {
        if (request.Text("uid") is not { Length: > 0 and <= 256 } uid)
            return Fault("request/uid");
        if (Target(request) is not { } target)
            return Fault("request/resource");
        if (request.Text("operation") is not { Length: > 0 } operation)
            return Fault("request/operation");
        if (User(request) is not { } user)
            return Fault("request/userInfo");
        if (request.Optional("dryRun", JsonValueKind.True, JsonValueKind.False) is not { } dryRun)
            return Fault("request/dryRun");
        var read = new AdmissionRequest { Uid = uid, Target = target, Operation = operation, User = user, DryRun = dryRun.ValueKind == JsonValueKind.True };
        return (target.IsNode || target.IsNodeStatus) && operation is "CREATE" or "UPDATE" ? WithNodes(read, request) : read;
    }

    private AdmissionRequest? WithNodes(AdmissionRequest read, JsonElement request)
    {
        if (!request.TryObject("object", out JsonElement next) || nodes.Read(next) is not { } node)
            return Fault("request/object");
        if (request.Optional("name", JsonValueKind.String) is not { } name || name.ValueKind == JsonValueKind.String && name.GetString() is { Length: > 0 } stated && stated != node.Name)
            return Fault("request/name");
        if (read.Operation == "CREATE")
            return read with { Node = node };
        if (!request.TryObject("oldObject", out JsonElement last) || nodes.Read(last) is not { } old || old.Name != node.Name)
            return Fault("request/oldObject");
        bool differ = !JsonMarshal.GetRawUtf8Value(next.GetProperty("metadata")).SequenceEqual(JsonMarshal.GetRawUtf8Value(last.GetProperty("metadata")));
        return read with { Node = node, Old = old, OldIsProven = differ };
    }

    private static AdmissionTarget? Target(JsonElement request)
    {
        if (!request.TryObject("resource", out JsonElement resource) || request.Optional("subResource", JsonValueKind.String) is not { } sub)
            return null;
        return resource.Text("group") is { } group && resource.Text("version") is { } version && resource.Text("resource") is { Length: > 0 } name
            ? new AdmissionTarget(group, version, name, sub.ValueKind == JsonValueKind.String ? sub.GetString()! : "")
            : null;
    }

    private static AdmissionUser? User(JsonElement request)
    {
        if (!request.TryObject("userInfo", out JsonElement user) || user.Text("username") is not { } name || user.Optional("groups", JsonValueKind.Array) is not { } groups)
            return null;
        List<string> member = [];
        if (groups.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement group in groups.EnumerateArray())
            {
                if (group.ValueKind != JsonValueKind.String)
                    return null;
                member.Add(group.GetString()!);
            }
        }
        return new AdmissionUser(name, member, Credential(user));
    }

    private static string? Credential(JsonElement user)
    {
        if (!user.TryObject("extra", out JsonElement extra) || !extra.TryGetProperty(CredentialKey, out JsonElement ids) || ids.ValueKind != JsonValueKind.Array)
            return null;
        return ids.EnumerateArray().Where(id => id.ValueKind == JsonValueKind.String).Select(id => id.GetString()!)
            .FirstOrDefault(id => id.StartsWith(CertificateCredential, StringComparison.Ordinal) && id.Length == CertificateCredential.Length + 64);
    }

    private AdmissionRequest? Fault(string path)
    {
        fault = path;
        return null;
    }
}
