using System.Globalization;
using System.Text.Json;
using Attestation.Formats.Reasons;

namespace Attestation.Gate.JoinTokens;

/// <summary>A bootstrap token as Secret (Kubernetes, bootstrap tokens, "Bootstrap Token Secret Format"): for authentication only, immutable.</summary>
internal static class TokenSecret
{
    public const string Namespace = "kube-system";
    public const string Collection = $"api/v1/namespaces/{Namespace}/secrets";

    public static string NameOf(string id) => $"bootstrap-token-{id}";

    /// <summary>The document to post. The caller wipes it.</summary>
    /// <param name="token">The token.</param>
    /// <param name="prefix">Of labels and annotations.</param>
    /// <param name="node">For whom; its group must exist (<see cref="GateReasons.JoinName"/>).</param>
    /// <param name="groups">Of the gate's tokens.</param>
    public static byte[] Document(BootstrapToken token, string prefix, string node, TokenGroups groups)
    {
        using var buffer = new WipedBuffer();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("apiVersion", "v1");
            writer.WriteString("kind", "Secret");
            writer.WriteStartObject("metadata");
            writer.WriteString("name", NameOf(token.Id));
            writer.WriteString("namespace", Namespace);
            writer.WriteStartObject("labels");
            writer.WriteString($"{prefix}/token", "join");
            writer.WriteEndObject();
            writer.WriteStartObject("annotations");
            writer.WriteString($"{prefix}/node", node);
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteString("type", "bootstrap.kubernetes.io/token");
            writer.WriteBoolean("immutable", true);
            writer.WriteStartObject("data");
            Text(writer, "token-id", token.Id);
            writer.WriteBase64String("token-secret", token.Secret);
            Text(writer, "expiration", token.Expires.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            Text(writer, "usage-bootstrap-authentication", "true");
            Text(writer, "auth-extra-groups", $"{groups.All},{groups.Of(node)}");
            Text(writer, "description", $"{prefix}: for the node {node} to join with");
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        return buffer.ToArray();
    }

    private static void Text(Utf8JsonWriter writer, string name, string value) => writer.WriteBase64String(name, System.Text.Encoding.UTF8.GetBytes(value));
}
