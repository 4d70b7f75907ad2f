using System.Security.Cryptography;

namespace Attestation.NodeAgent.Keys;

/// <summary>Endorsement key certificates from a file: PEM blocks or DER, leaf first.</summary>
internal static class CertificateFile
{
    private const long LargestBytes = 1 << 20;

    /// <exception cref="AgentException">Usage: no such file, too large, or no certificate in it.</exception>
    public static IReadOnlyList<byte[]> Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > LargestBytes)
                throw AgentException.Usage($"{path} is too large for a file of certificates.");
            byte[] content = File.ReadAllBytes(path);
            List<byte[]> found = content.AsSpan().IndexOf("-----BEGIN "u8) >= 0 ? OfPem(content) : DerItems.Cut(content);
            return found.Count > 0 ? found : throw AgentException.Usage($"{path} holds no certificate, neither PEM nor DER.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw AgentException.Usage($"The certificate file {path} cannot be read: {e.Message}", e);
        }
    }

    private static List<byte[]> OfPem(byte[] content)
    {
        var found = new List<byte[]>();
        ReadOnlySpan<char> text = System.Text.Encoding.Latin1.GetString(content);
        while (PemEncoding.TryFind(text, out PemFields fields))
        {
            if (text[fields.Label] is "CERTIFICATE" or "TRUSTED CERTIFICATE" or "X509 CERTIFICATE")
                found.Add(Convert.FromBase64String(text[fields.Base64Data].ToString()));
            text = text[fields.Location.End..];
        }
        return found;
    }
}
