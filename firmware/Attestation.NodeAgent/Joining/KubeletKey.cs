using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Attestation.NodeAgent.Joining;

/// <summary>The key with which the kubelet shows the API server who it is: ECDSA on P-256. A kubelet reads it from a PEM file and nowhere else.</summary>
public sealed class KubeletKey : IDisposable
{
    /// <summary>Subject of a node (Kubernetes, signer kubernetes.io/kube-apiserver-client-kubelet).</summary>
    public const string Organization = "system:nodes", CommonNamePrefix = "system:node:";

    private const string Label = "EC PRIVATE KEY"; // RFC 5915, which kubelets write

    private readonly ECDsa key;

    private KubeletKey(ECDsa key) => (this.key, SubjectPublicKeyInfo) = (key, key.ExportSubjectPublicKeyInfo());

    /// <summary>DER.</summary>
    public byte[] SubjectPublicKeyInfo { get; }

    /// <summary>What the quote binds: SHA-256 of <see cref="SubjectPublicKeyInfo"/>.</summary>
    public byte[] Hash => SHA256.HashData(SubjectPublicKeyInfo);

    /// <summary>A name for the request that is the same whenever the key is: a restarted agent finds its request again.</summary>
    public string RequestName => "attest-agent-" + Convert.ToHexStringLower(Hash)[..32];

    public static KubeletKey Make() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <param name="scalar">32 bytes; the caller's to wipe.</param>
    /// <exception cref="CryptographicException">No scalar of P-256.</exception>
    public static KubeletKey OfScalar(byte[] scalar) => new(ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = scalar }));

    /// <summary>The first private key in PEM text; certificates beside it are passed over.</summary>
    /// <returns>Null where there is none on P-256 that can be read.</returns>
    public static KubeletKey? TryRead(ReadOnlySpan<byte> pem)
    {
        char[] text = new char[Encoding.ASCII.GetCharCount(pem)];
        Encoding.ASCII.GetChars(pem, text);
        ReadOnlySpan<char> rest = text;
        try
        {
            while (PemEncoding.TryFind(rest, out PemFields fields))
            {
                if (rest[fields.Label] is Label or "PRIVATE KEY")
                    return Import(rest[fields.Location]);
                rest = rest[fields.Location.End..];
            }
            return null;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return null;
        }
        finally
        {
            Array.Clear(text);
        }
    }

    /// <returns>32 bytes; the caller's to wipe.</returns>
    public byte[] ExportScalar() => key.ExportParameters(true).D!;

    /// <returns>One PEM block; the caller's to wipe.</returns>
    public byte[] ExportPem()
    {
        byte[] der = key.ExportECPrivateKey();
        char[] text = PemEncoding.Write(Label, der);
        try
        {
            return [.. Encoding.ASCII.GetBytes(text), (byte)'\n'];
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
            Array.Clear(text);
        }
    }

    /// <summary>The certificate with this key, for TLS.</summary>
    public X509Certificate2 With(X509Certificate2 certificate) => certificate.CopyWithPrivateKey(key);

    /// <summary>PKCS #10 request (RFC 2986) for a node's client certificate, PEM: subject as above, nothing else.</summary>
    /// <param name="node">Name of the node.</param>
    public string Request(string node)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(CommonNamePrefix + node); // the builder writes the last one first
        subject.AddOrganizationName(Organization);
        return new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256).CreateSigningRequestPem() + "\n";
    }

    public void Dispose() => key.Dispose();

    private static KubeletKey? Import(ReadOnlySpan<char> pem)
    {
        ECDsa read = ECDsa.Create();
        try
        {
            read.ImportFromPem(pem);
            if (read.ExportParameters(false).Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value)
                return new KubeletKey(read);
            read.Dispose();
            return null;
        }
        catch
        {
            read.Dispose();
            throw;
        }
    }
}
