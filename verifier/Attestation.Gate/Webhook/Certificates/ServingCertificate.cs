using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Attestation.Gate.Webhook.Certificates;

/// <summary>
/// The certificate that new connections get. It is replaced in one step; connections that stand go on with the one that they began with. Before the first
/// one is there, no connection comes about.
/// </summary>
public sealed class ServingCertificate
{
    private sealed record Served(SslStreamCertificateContext Context, byte[] Certificate);

    private volatile Served? served;

    /// <summary>Null until there is one.</summary>
    public SslStreamCertificateContext? Context => served?.Context;

    public DateTimeOffset? Expires => Context is { } context ? new DateTimeOffset(context.TargetCertificate.NotAfter.ToUniversalTime()) : null;

    /// <param name="certificate">PEM, the serving certificate first, then its intermediates.</param>
    /// <param name="key">PEM.</param>
    /// <returns>False where it is the one that is served already.</returns>
    /// <exception cref="CryptographicException">The two are damaged or do not belong together.</exception>
    public bool Serve(byte[] certificate, byte[] key)
    {
        if (served is { } now && now.Certificate.AsSpan().SequenceEqual(certificate))
            return false;
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(Characters(certificate));
        chain.RemoveAt(0);
        // offline: nobody is asked for missing intermediates over the network. The former one is not disposed of: handshakes may be under way with it.
        served = new Served(SslStreamCertificateContext.Create(Load(certificate, key), chain, offline: true), certificate);
        return true;
    }

    /// <exception cref="CryptographicException">Damaged, or not a pair.</exception>
    internal static X509Certificate2 Load(byte[] certificate, byte[] key)
    {
        char[] secret = Characters(key);
        try
        {
            return X509Certificate2.CreateFromPem(Characters(certificate), secret);
        }
        catch (ArgumentException e) // the key is of another kind, or not the certificate's
        {
            throw new CryptographicException(e.Message, e);
        }
        finally
        {
            Array.Clear(secret);
        }
    }

    internal static X509Certificate2 LoadPem(byte[] certificate) => X509Certificate2.CreateFromPem(Characters(certificate));

    /// <summary>PEM is ASCII; anything else becomes a question mark, which no PEM reader takes.</summary>
    internal static char[] Characters(byte[] pem) => Encoding.ASCII.GetChars(pem);

    /// <summary>With a line feed behind it, and without a copy in between.</summary>
    internal static byte[] Bytes(char[] pem)
    {
        byte[] bytes = new byte[pem.Length + 1];
        Encoding.ASCII.GetBytes(pem, bytes);
        bytes[^1] = (byte)'\n';
        return bytes;
    }
}
