using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Attestation.Gate.Webhook.Certificates;

/// <summary>
/// What the Secret that all replicas share holds:
/// <code>
/// tls.crt, tls.key, ca.crt                  what every replica serves
/// next.crt, next.key, next-ca.crt           while a rotation is under way: trusted already, served later
/// previous-ca.crt, promoted                 after one: trusted still; when the serving certificate changed (RFC 3339)
/// </code>
/// </summary>
public sealed class CertificateState : IDisposable
{
    private CertificateState(CertificateGeneration current, CertificateGeneration? next, byte[]? previousAuthority, DateTimeOffset? promoted)
    {
        Current = current;
        Next = next;
        PreviousAuthority = previousAuthority;
        Promoted = promoted;
    }

    public CertificateGeneration Current { get; }

    public CertificateGeneration? Next { get; }

    /// <summary>PEM.</summary>
    public byte[]? PreviousAuthority { get; }

    public DateTimeOffset? Promoted { get; }

    /// <summary>PEM of all authorities that the API server has to believe, for caBundle.</summary>
    public byte[] Bundle => [.. Current.Authority, .. Next?.Authority ?? [], .. PreviousAuthority ?? []];

    public static CertificateState First(CertificateGeneration current) => new(current, null, null, null);

    /// <summary>Null where the Secret holds no usable current generation; a damaged next one is left out.</summary>
    public static CertificateState? Read(IReadOnlyDictionary<string, byte[]>? data)
    {
        if (data is null || Generation(data, "tls.crt", "tls.key", "ca.crt") is not { } current)
            return null;
        byte[]? previous = data.GetValueOrDefault("previous-ca.crt");
        DateTimeOffset? promoted = data.TryGetValue("promoted", out byte[]? text)
            && DateTimeOffset.TryParse(Encoding.ASCII.GetString(text), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at) ? at : null;
        return new CertificateState(current, Generation(data, "next.crt", "next.key", "next-ca.crt"), IsCertificate(previous) ? [.. previous!] : null, promoted);
    }

    public Dictionary<string, byte[]> Write()
    {
        var data = new Dictionary<string, byte[]> { ["tls.crt"] = Current.Certificate, ["tls.key"] = Current.Key, ["ca.crt"] = Current.Authority };
        if (Next is not null)
            (data["next.crt"], data["next.key"], data["next-ca.crt"]) = (Next.Certificate, Next.Key, Next.Authority);
        if (PreviousAuthority is not null)
            data["previous-ca.crt"] = PreviousAuthority;
        if (Promoted is { } promoted)
            data["promoted"] = Encoding.ASCII.GetBytes(promoted.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        return data;
    }

    public CertificateState WithNext(CertificateGeneration next) => new(Current, next, PreviousAuthority, Promoted);

    /// <summary>The next generation is served from now on; the former authority is believed for a while.</summary>
    public CertificateState Promote(DateTimeOffset now) => new(Next!, null, Current.Authority, now);

    public CertificateState WithoutPrevious() => new(Current, Next, null, null);

    public void Dispose()
    {
        Current.Wipe();
        Next?.Wipe();
    }

    private static CertificateGeneration? Generation(IReadOnlyDictionary<string, byte[]> data, string certificate, string key, string authority) =>
        data.TryGetValue(certificate, out byte[]? leaf) && data.TryGetValue(key, out byte[]? secret) && data.TryGetValue(authority, out byte[]? signer)
            ? CertificateGeneration.Read(signer, leaf, secret)
            : null;

    private static bool IsCertificate(byte[]? pem)
    {
        if (pem is null)
            return false;
        try
        {
            using var read = ServingCertificate.LoadPem(pem);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
