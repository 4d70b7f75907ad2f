using System.Buffers.Text;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Attestation.Gate.Kubernetes;

/// <summary>The user name that the API server gives a credential.</summary>
internal static class AccountName
{
    private const string CommonName = "2.5.4.3";

    /// <summary>The common name (Kubernetes, X.509 client certificates); null where there is not exactly one.</summary>
    public static string? Of(X509Certificate2 certificate)
    {
        string?[] names = [.. certificate.SubjectName.EnumerateRelativeDistinguishedNames()
            .Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == CommonName).Select(part => part.GetSingleElementValue())];
        return names is [{ Length: > 0 } name] ? name : null;
    }

    /// <summary>The subject of a service account's token, which is a JWT; null of any other token. Read, not verified: it says who we are, to ourselves.</summary>
    public static string? Of(string token)
    {
        if (token.Split('.') is not [_, { } payload, _])
            return null;
        try
        {
            using JsonDocument claims = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
            return claims.RootElement.ValueKind == JsonValueKind.Object && claims.RootElement.TryGetProperty("sub", out JsonElement subject) && subject.ValueKind == JsonValueKind.String
                ? subject.GetString()
                : null;
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
