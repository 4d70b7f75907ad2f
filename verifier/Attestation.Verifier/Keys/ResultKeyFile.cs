using System.Security.Cryptography;
using System.Text;
using Attestation.Formats.Reasons;

namespace Attestation.Verifier.Keys;

/// <summary>
/// The key that signs attestation results, as a PKCS#8 PEM file (RFC 5958, RFC 7468) for P-256. Made at the first start, readable by the
/// owner alone; a file that others may read is refused, since nobody could say who else signs results.
/// </summary>
public static class ResultKeyFile
{
    /// <summary>A larger file is no key.</summary>
    private const int MaxSize = 16 * 1024;

    private const string P256Oid = "1.2.840.10045.3.1.7";

    /// <exception cref="ServiceFailure">service.key-permissions or service.key-unreadable.</exception>
    public static ECDsa LoadOrCreate(string path)
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

    private static ECDsa Create(string path)
    {
        ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] der = key.ExportPkcs8PrivateKey();
        byte[] pem = new byte[PemEncoding.GetEncodedSize("PRIVATE KEY".Length, der.Length) + 1];
        try
        {
            PemEncoding.TryWriteUtf8("PRIVATE KEY"u8, der, pem, out int written);
            pem[written++] = (byte)'\n';
            OwnerOnlyFile.Create(path, pem.AsSpan(0, written));
            return key;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
            CryptographicOperations.ZeroMemory(pem);
        }
    }

    private static ECDsa Load(string path)
    {
        if (OwnerOnlyFile.OthersMayUse(path))
            throw new ServiceFailure(ServiceReasons.KeyPermissions, $"{path} has mode {ModeOf(path)}");
        if (new FileInfo(path).Length > MaxSize)
            throw new ServiceFailure(ServiceReasons.KeyUnreadable, $"{path} is larger than {MaxSize} bytes");
        byte[] bytes = File.ReadAllBytes(path);
        char[] text = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
        var key = ECDsa.Create();
        try
        {
            int length = Encoding.UTF8.GetChars(bytes, text);
            key.ImportFromPem(text.AsSpan(0, length));
            ECParameters parameters = key.ExportParameters(includePrivateParameters: true);
            CryptographicOperations.ZeroMemory(parameters.D);
            if (parameters.Curve.Oid.Value != P256Oid)
                throw new CryptographicException("the key is not on P-256");
            return key;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            key.Dispose();
            throw new ServiceFailure(ServiceReasons.KeyUnreadable, $"{path}: {e.Message}");
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
