using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Attestation.NodeAgent.Keys;

namespace Attestation.NodeAgent.Running;

/// <summary>
/// The kubelet's key in a PEM file: its certificate (kubelet-client-current.pem holds one before the private key), a public key, or a private key. Read anew for
/// each attestation, since the kubelet renews it.
/// </summary>
public static class KubeletKeyFile
{
    /// <returns>SHA-256 of the SubjectPublicKeyInfo; null where there is no such file yet.</returns>
    /// <exception cref="AgentException">The file holds no key.</exception>
    public static byte[]? Hash(string path)
    {
        if (DurableFile.TryRead(path) is not { } content)
            return null;
        char[] text = Encoding.ASCII.GetChars(content);
        try
        {
            return SHA256.HashData(PublicKeyIn(text) ?? throw AgentException.Failed($"{path} holds no certificate and no key in PEM."));
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw AgentException.Failed($"{path} holds no key that can be read: {e.Message}", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
            Array.Clear(text);
        }
    }

    private static byte[]? PublicKeyIn(ReadOnlySpan<char> pem)
    {
        while (PemEncoding.TryFind(pem, out PemFields fields))
        {
            switch (pem[fields.Label])
            {
                case "CERTIFICATE":
                    using (X509Certificate2 certificate = X509Certificate2.CreateFromPem(pem[fields.Location]))
                        return certificate.PublicKey.ExportSubjectPublicKeyInfo();
                case "PUBLIC KEY":
                    return PublicKey.CreateFromSubjectPublicKeyInfo(Convert.FromBase64String(pem[fields.Base64Data].ToString()), out _).ExportSubjectPublicKeyInfo();
                case "EC PRIVATE KEY" or "RSA PRIVATE KEY" or "PRIVATE KEY":
                    return OfPrivateKey(pem[fields.Location]);
            }
            pem = pem[fields.Location.End..];
        }
        return null;
    }

    private static byte[] OfPrivateKey(ReadOnlySpan<char> pem)
    {
        try
        {
            using ECDsa ecdsa = ECDsa.Create();
            ecdsa.ImportFromPem(pem);
            return ecdsa.ExportSubjectPublicKeyInfo();
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            using RSA rsa = RSA.Create();
            rsa.ImportFromPem(pem);
            return rsa.ExportSubjectPublicKeyInfo();
        }
    }
}
