using System.Security.Cryptography;
using System.Text;
using Attestation.Formats;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Verifier.Keys;

/// <summary>
/// A key of the service (results, UDS certificates of nodes) as a PKCS#8 PEM file (RFC 5958, RFC 7468) for P-256. Made at the first start, readable by the
/// owner alone; a file that others may read is refused, since nobody could say who else signs with it.
/// </summary>
public static class ServiceKeyFile
{
    /// <summary>A larger file is no key.</summary>
    private const int MaxSize = 16 * 1024;

    /// <exception cref="ServiceFailure">service.key-permissions or service.key-unreadable.</exception>
    public static SigningKey LoadOrCreate(string path)
    {
        try
        {
            return File.Exists(path) ? Load(path) : Create(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ServiceFailure(ServiceReasons.KeyUnreadable, $"{path}: {e.Message}", e);
        }
    }

    private static SigningKey Create(string path)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] der = key.ExportPkcs8PrivateKey();
        byte[] pem = new byte[PemEncoding.GetEncodedSize("PRIVATE KEY".Length, der.Length) + 1];
        try
        {
            PemEncoding.TryWriteUtf8("PRIVATE KEY"u8, der, pem, out int written);
            pem[written++] = (byte)'\n';
            OwnerOnlyFile.Create(path, pem.AsSpan(0, written));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
            CryptographicOperations.ZeroMemory(pem);
        }
        return Load(path);
    }

    private static SigningKey Load(string path)
    {
        if (OwnerOnlyFile.OthersMayUse(path))
            throw new ServiceFailure(ServiceReasons.KeyPermissions, $"{path} has mode {ModeOf(path)}");
        if (new FileInfo(path).Length > MaxSize)
            throw new ServiceFailure(ServiceReasons.KeyUnreadable, $"{path} is larger than {MaxSize} bytes");
        byte[] bytes = File.ReadAllBytes(path);
        char[] text = new char[bytes.Length];
        try
        {
            int length = Encoding.Latin1.GetChars(bytes, text);
            if (!SigningKey.TryParsePem(text.AsSpan(0, length), out SigningKey key, out ParseError error))
                throw new ServiceFailure(ServiceReasons.KeyUnreadable, $"{path}: {error.Code.Sentence}");
            if (key.PublicKey.Kind == KeyKind.P256)
                return key;
            key.Dispose();
            throw new ServiceFailure(ServiceReasons.KeyUnreadable, $"{path}: a {key.PublicKey.Kind} key");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
            Array.Clear(text);
        }
    }

    private static string ModeOf(string path) =>
        OperatingSystem.IsWindows() ? "" : Convert.ToString((int)File.GetUnixFileMode(path), 8);
}
