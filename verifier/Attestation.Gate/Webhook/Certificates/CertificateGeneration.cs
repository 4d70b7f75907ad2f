using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Attestation.Gate.Webhook.Certificates;

/// <summary>
/// An authority and the one serving certificate that it signed: the authority's key is forgotten at once, so nobody can ever have a second certificate
/// signed, whoever reads the Secret. All three parts are PEM.
/// </summary>
public sealed class CertificateGeneration
{
    /// <summary>Clocks of the API server and the gate may differ by so much.</summary>
    public static readonly TimeSpan Backdate = TimeSpan.FromMinutes(5);

    private CertificateGeneration(byte[] authority, byte[] certificate, byte[] key, X509Certificate2 leaf)
    {
        (Authority, Certificate) = ([.. authority], [.. certificate]); // what is read out of a Secret is wiped with it
        Key = key;
        Starts = new DateTimeOffset(leaf.NotBefore.ToUniversalTime());
        Expires = new DateTimeOffset(leaf.NotAfter.ToUniversalTime());
        Names = NamesOf(leaf);
    }

    public byte[] Authority { get; }

    public byte[] Certificate { get; }

    /// <summary>The serving certificate's private key, PKCS #8; <see cref="Wipe"/> it.</summary>
    public byte[] Key { get; }

    public DateTimeOffset Starts { get; }

    public DateTimeOffset Expires { get; }

    /// <summary>DNS names and addresses that the certificate is for.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Valid at this instant, and for all these names?</summary>
    public bool Serves(IEnumerable<string> names, DateTimeOffset now) => Starts <= now && now < Expires && names.All(name => Names.Contains(name, StringComparer.OrdinalIgnoreCase));

    /// <summary>Makes both key pairs (ECDSA P-256) and certificates.</summary>
    /// <param name="names">DNS names and addresses under which the API server calls; at least one.</param>
    /// <param name="now">The instant.</param>
    /// <param name="lifetime">From now.</param>
    public static CertificateGeneration Make(IReadOnlyList<string> names, DateTimeOffset now, TimeSpan lifetime)
    {
        using ECDsa authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256), key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        DateTimeOffset starts = now - Backdate, ends = now + lifetime;
        using X509Certificate2 authority = AuthorityRequest(authorityKey, now).CreateSelfSigned(starts, ends);
        byte[] serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)(serial[0] & 0x7F | 0x40); // positive, and of constant length
        using X509Certificate2 leaf = ServingRequest(key, authority, names).Create(authority, starts, ends, serial);
        byte[] pkcs8 = key.ExportPkcs8PrivateKey();
        try
        {
            return new CertificateGeneration(Pem("CERTIFICATE", authority.RawData), Pem("CERTIFICATE", leaf.RawData), Pem("PRIVATE KEY", pkcs8), leaf);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }

    /// <summary>Takes the parts as they were kept. Null where they are damaged or do not belong together.</summary>
    public static CertificateGeneration? Read(byte[] authority, byte[] certificate, byte[] key)
    {
        try
        {
            using X509Certificate2 signer = ServingCertificate.LoadPem(authority), leaf = ServingCertificate.LoadPem(certificate);
            using var pair = ServingCertificate.Load(certificate, key);
            return leaf.IssuerName.RawData.AsSpan().SequenceEqual(signer.SubjectName.RawData) ? new CertificateGeneration(authority, certificate, key, leaf) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public void Wipe() => CryptographicOperations.ZeroMemory(Key);

    private static CertificateRequest AuthorityRequest(ECDsa key, DateTimeOffset now)
    {
        var request = new CertificateRequest($"CN=attest-gate webhook authority {now:yyyyMMddHHmmss} {RandomNumberGenerator.GetHexString(8, lowercase: true)}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request;
    }

    private static CertificateRequest ServingRequest(ECDsa key, X509Certificate2 authority, IReadOnlyList<string> names)
    {
        var request = new CertificateRequest("CN=attest-gate webhook", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (string name in names)
        {
            if (IPAddress.TryParse(name, out IPAddress? address))
                alternatives.AddIpAddress(address);
            else
                alternatives.AddDnsName(name);
        }
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false)); // serverAuth
        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        return request;
    }

    private static List<string> NamesOf(X509Certificate2 leaf)
    {
        X509SubjectAlternativeNameExtension? names = leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        return names is null ? [] : [.. names.EnumerateDnsNames(), .. names.EnumerateIPAddresses().Select(a => a.ToString())];
    }

    private static byte[] Pem(string label, ReadOnlySpan<byte> der)
    {
        char[] text = PemEncoding.Write(label, der);
        try
        {
            return ServingCertificate.Bytes(text);
        }
        finally
        {
            Array.Clear(text);
        }
    }
}
