using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;
using Attestation.Verifier.Nodes;

namespace Attestation.Verifier.Keys;

/// <summary>
/// The authority that certifies the UDS keys of enrolled nodes: a key in the data folder and its self-signed root, for whoever else wants to
/// believe a node's DICE identity. This verifier's own appraisals go by the enrolment: the root is no anchor for devices.
/// </summary>
public sealed class NodeAuthority : IDisposable
{
    private readonly SigningKey _key;
    private readonly byte[] _root;

    private NodeAuthority(SigningKey key, byte[] root)
    {
        _key = key;
        _root = root;
    }

    /// <summary>The root as PEM, line feed at its end.</summary>
    public string RootPem => PemEncoding.WriteString("CERTIFICATE", _root) + "\n";

    /// <summary>The root as DER.</summary>
    public ReadOnlyMemory<byte> Root => _root;

    /// <param name="keyPath">PKCS#8 PEM, made where it is missing.</param>
    /// <param name="rootPath">Certificate as PEM, made where it is missing.</param>
    /// <param name="now">Begin of a new root's validity.</param>
    /// <exception cref="ServiceFailure">service.key-permissions or service.key-unreadable.</exception>
    public static NodeAuthority LoadOrCreate(string keyPath, string rootPath, DateTimeOffset now)
    {
        SigningKey key = ServiceKeyFile.LoadOrCreate(keyPath);
        try
        {
            if (!File.Exists(rootPath))
                OwnerOnlyFile.Create(rootPath, System.Text.Encoding.ASCII.GetBytes(PemEncoding.WriteString("CERTIFICATE", NodeCertificates.Root(key, now)) + "\n"));
            return new NodeAuthority(key, ReadRoot(rootPath, key));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            key.Dispose();
            throw new ServiceFailure(ServiceReasons.KeyUnreadable, e.Message, e);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>An X.509 UDS certificate (Open Profile for DICE) for a key that the node's attestation key vouched for.</summary>
    /// <returns>DER.</returns>
    public byte[] CertifyUds(VerificationKey uds, NodeClaim claim, DateTimeOffset now) => NodeCertificates.Uds(_key, _root, uds, claim.Class, now);

    public void Dispose() => _key.Dispose();

    private static byte[] ReadRoot(string path, SigningKey key)
    {
        try
        {
            using X509Certificate2 root = X509Certificate2.CreateFromPem(File.ReadAllText(path));
            return root.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.PublicKey.ToSpki())
                ? root.RawData
                : throw new ServiceFailure(ServiceReasons.KeyUnreadable, $"{path} is the certificate of another key");
        }
        catch (CryptographicException e)
        {
            throw new ServiceFailure(ServiceReasons.KeyUnreadable, $"{path}: {e.Message}", e);
        }
    }
}
