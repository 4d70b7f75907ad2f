using System.Security.Cryptography;
using System.Text;
using Attestation.Dice;
using Attestation.Factory.Authorities.Tokens;
using Attestation.Factory.Certificates;
using Attestation.Factory.Files;
using Attestation.Factory.Provisioning;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Authorities;

/// <summary>A manufacturer's authority in one folder: the root that certifies UDS keys, the key that signs its CoRIMs, and the register of devices.
/// Made complete or not at all.</summary>
public sealed class ManufacturerCa : IDisposable
{
    private const string RootKeyName = "ca.key.pem";
    private const string CorimKeyName = "corim.key.pem";
    private const string RootUriName = "ca.key.uri";
    private const string CorimUriName = "corim.key.uri";
    private const string RegistryName = "devices.txt";

    /// <summary>The root's certificate in its folder.</summary>
    public const string RootCertificateName = "ca.crt.pem";

    /// <summary>The public half of the CoRIM key in its folder.</summary>
    public const string CorimPublicName = "corim.pub.pem";

    private readonly SigningKey _root;

    private ManufacturerCa(string folder, SigningKey root, SigningKey corimKey, byte[] certificate)
    {
        _root = root;
        CorimKey = corimKey;
        Certificate = certificate;
        Registry = new UdsRegistry(Path.Combine(folder, RegistryName));
    }

    /// <summary>DER.</summary>
    public byte[] Certificate { get; }

    /// <summary>Signs endorsements; another key than the root's, so that the two can live on different machines.</summary>
    public SigningKey CorimKey { get; }

    public UdsRegistry Registry { get; }

    /// <summary>Makes a CA in an absent or empty folder.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="vendor">The manufacturer's name.</param>
    /// <param name="algorithm">Kind of both keys.</param>
    /// <param name="floor">Crypto, entropy and time.</param>
    /// <param name="passphrases">Its passphrase encrypts both keys; null: they are not encrypted.</param>
    /// <exception cref="FactoryException"><c>factory.file-exists</c>, <c>factory.write-failed</c>, <c>factory.name-unsuitable</c>, <c>factory.passphrase-missing</c>.</exception>
    public static ManufacturerCa Create(string folder, string vendor, DiceAlgorithm algorithm, FactoryFloor floor, Passphrases? passphrases = null)
    {
        NameRule.Check(vendor, "vendor");
        StagedFolder.RefuseExisting(folder);
        byte[]? passphrase = passphrases?.Choose($"the CA of {vendor}"); // before anything is there that a person who gives up would leave behind
        using var staging = new StagedFolder(folder);
        PrivateKeyFile.Create(staging.PathOf(RootKeyName), algorithm, floor.Entropy, floor.Operations, passphrase: passphrase);
        VerificationKey corim = PrivateKeyFile.Create(staging.PathOf(CorimKeyName), algorithm, floor.Entropy, floor.Operations, passphrase: passphrase);
        using (SigningKey root = PrivateKeyFile.Load(staging.PathOf(RootKeyName), passphrases))
            WritePublic(staging, root, corim, vendor, floor);
        staging.Commit();
        return Load(folder, passphrases);
    }

    /// <summary>Makes a CA whose keys stay in PKCS #11 tokens; the folder holds their URIs.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="vendor">The manufacturer's name.</param>
    /// <param name="rootUri">The root's key, <c>pkcs11:</c>.</param>
    /// <param name="corimUri">The key that signs CoRIMs; another one.</param>
    /// <param name="floor">Time; the keys are there already.</param>
    /// <param name="passphrases">Asks for PINs.</param>
    /// <exception cref="FactoryException"><c>factory.file-exists</c>, <c>factory.write-failed</c>, <c>factory.name-unsuitable</c>, <c>factory.token-*</c>.</exception>
    public static ManufacturerCa CreateInToken(string folder, string vendor, string rootUri, string corimUri, FactoryFloor floor, Passphrases passphrases)
    {
        NameRule.Check(vendor, "vendor");
        StagedFolder.RefuseExisting(folder);
        SigningKey root = TokenKey.Open(rootUri, passphrases);
        SigningKey? corim = null;
        try
        {
            corim = TokenKey.Open(corimUri, passphrases);
            using var staging = new StagedFolder(folder);
            if (corim.PublicKey.Equals(root.PublicKey))
                throw new FactoryException(FactoryReasons.TokenUri, "the CoRIM key is the root's; they are two keys, so that they can live on different machines");
            WritePublic(staging, root, corim.PublicKey, vendor, floor);
            staging.Write(RootUriName, Encoding.UTF8.GetBytes(rootUri + "\n"), AtomicFile.OwnerOnly);
            staging.Write(CorimUriName, Encoding.UTF8.GetBytes(corimUri + "\n"), AtomicFile.OwnerOnly);
            staging.Commit();
            return new ManufacturerCa(folder, root, corim, ReadCertificate(Path.Combine(folder, RootCertificateName)));
        }
        catch
        {
            corim?.Dispose();
            root.Dispose();
            throw;
        }
    }

    /// <param name="folder">That of <see cref="Create"/>.</param>
    /// <param name="passphrases">Open its keys where they are encrypted.</param>
    /// <exception cref="FactoryException"><c>factory.authority-unreadable</c>, <c>factory.key-unusable</c>, <c>factory.passphrase-missing</c>, <c>factory.passphrase-wrong</c>.</exception>
    public static ManufacturerCa Load(string folder, Passphrases? passphrases = null)
    {
        string rootKey = KeyOf(folder, RootKeyName, RootUriName), corimKey = KeyOf(folder, CorimKeyName, CorimUriName);
        byte[] certificate = ReadCertificate(Path.Combine(folder, RootCertificateName));
        SigningKey root = PrivateKeyFile.Load(rootKey, passphrases);
        try
        {
            return new ManufacturerCa(folder, root, PrivateKeyFile.Load(corimKey, passphrases), certificate);
        }
        catch
        {
            root.Dispose();
            throw;
        }
    }

    /// <summary>Certifies a UDS key; the caller has entered it in <see cref="Registry"/>.</summary>
    /// <returns>DER.</returns>
    public byte[] Certify(UdsSubject device, DateTimeOffset now) => CertificateIssuer.Uds(_root, Certificate, device, now);

    public void Dispose()
    {
        _root.Dispose();
        CorimKey.Dispose();
    }

    /// <summary>The key's file, or the URI of the key in its token.</summary>
    private static string KeyOf(string folder, string file, string uri)
    {
        string key = Path.Combine(folder, file), reference = Path.Combine(folder, uri);
        if (File.Exists(key) == File.Exists(reference))
            throw new FactoryException(FactoryReasons.AuthorityUnreadable, $"{key} and {uri}: one of them must be there.");
        return File.Exists(key) ? key : TokenUri.Parse(File.ReadAllText(reference).TrimEnd()).Text;
    }

    private static void WritePublic(StagedFolder staging, SigningKey root, VerificationKey corim, string vendor, FactoryFloor floor)
    {
        string certificate = PemEncoding.WriteString("CERTIFICATE", CertificateIssuer.Root(root, vendor, floor.Now)) + "\n";
        staging.Write(RootCertificateName, Encoding.ASCII.GetBytes(certificate), AtomicFile.Public);
        staging.Write(CorimPublicName, Encoding.ASCII.GetBytes(corim.ToPem()), AtomicFile.Public);
    }

    private static byte[] ReadCertificate(string path)
    {
        if (!File.Exists(path))
            throw new FactoryException(FactoryReasons.AuthorityUnreadable, $"{path} is missing.");
        string pem = File.ReadAllText(path);
        return PemEncoding.TryFind(pem, out PemFields fields) && pem[fields.Label] == "CERTIFICATE"
            ? Convert.FromBase64String(pem[fields.Base64Data])
            : throw new FactoryException(FactoryReasons.AuthorityUnreadable, $"{path} holds no certificate.");
    }
}
