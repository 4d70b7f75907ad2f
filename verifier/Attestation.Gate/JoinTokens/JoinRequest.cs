using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Attestation.Formats;
using Attestation.Formats.Jose;
using Attestation.Formats.Keys;
using Attestation.Formats.Node;
using Attestation.Formats.Reasons;
using Attestation.Gate.Verdicts;

namespace Attestation.Gate.JoinTokens;

/// <summary>The body of POST /join/v1/credentials (docs/join.md): every member once, none unknown.</summary>
/// <param name="Node">Name in the cluster.</param>
/// <param name="SecretsKey">P-256: what the credential is encrypted to.</param>
/// <param name="SecretsKeyInfo">The same as SubjectPublicKeyInfo in DER, as it came and as it would be written.</param>
/// <param name="Kind">What is asked for.</param>
/// <param name="CertificateRequest">PEM of a PKCS #10 request; not null exactly for a certificate.</param>
public sealed record JoinRequest(string Node, VerificationKey SecretsKey, byte[] SecretsKeyInfo, CredentialKind Kind, byte[]? CertificateRequest)
{
    /// <summary>Bytes of body.</summary>
    public const int MaxSize = 16 << 10;

    private static readonly string[] Members = ["node", "secretsKey", "kind", "request"];

    public static bool TryParse(ReadOnlyMemory<byte> utf8, [NotNullWhen(true)] out JoinRequest? request, [NotNullWhen(false)] out GateDenial? denial)
    {
        request = null;
        if (!StrictJson.TryParse(utf8, out JsonElement root, out ParseError error, MaxSize))
            return Refuse(error.Code.Id, out denial);
        if (root.ValueKind != JsonValueKind.Object)
            return Refuse("not an object", out denial);
        foreach (JsonProperty member in root.EnumerateObject())
        {
            if (!Members.Contains(member.Name))
                return Refuse("an unknown member", out denial);
        }
        if (!TryText(root, "node", out string node) || !NodeNames.IsOne(node))
            return Refuse("node", out denial);
        if (!TryText(root, "kind", out string name) || !CredentialKinds.TryParse(name, out CredentialKind kind))
            return Refuse("kind", out denial);
        if (!TryKey(root, out byte[] info, out VerificationKey? key))
            return Refuse("secretsKey", out denial);
        bool needed = kind == CredentialKind.ClientCertificate;
        byte[]? pem = null;
        if (needed != root.TryGetProperty("request", out _) || (needed && !TryBytes(root, "request", out pem)))
            return Refuse("request", out denial);
        request = new JoinRequest(node, key, info, kind, pem);
        denial = null;
        return true;
    }

    /// <summary>Exactly the one encoding that a P-256 key has: named curve, uncompressed point on it.</summary>
    private static bool TryKey(JsonElement root, out byte[] info, [NotNullWhen(true)] out VerificationKey? key)
    {
        key = null;
        return TryBytes(root, "secretsKey", out info!)
            && VerificationKey.TryParseSpki(info, out key, out _) && key.Kind == KeyKind.P256 && key.ToSpki().AsSpan().SequenceEqual(info);
    }

    /// <summary>Base64 (RFC 4648 section 4), one accepted spelling.</summary>
    private static bool TryBytes(JsonElement root, string member, out byte[] bytes)
    {
        bytes = [];
        if (!TryText(root, member, out string text))
            return false;
        byte[] buffer = new byte[(text.Length / 4 * 3) + 3];
        if (!Convert.TryFromBase64String(text, buffer, out int length) || length == 0 || Convert.ToBase64String(buffer, 0, length) != text)
            return false;
        bytes = buffer[..length];
        return true;
    }

    private static bool TryText(JsonElement root, string member, out string text)
    {
        text = "";
        return root.TryGetProperty(member, out JsonElement value) && StrictJson.TryText(value, out text);
    }

    private static bool Refuse(string detail, out GateDenial denial)
    {
        denial = new GateDenial(GateReasons.JoinRequest, detail);
        return false;
    }
}
