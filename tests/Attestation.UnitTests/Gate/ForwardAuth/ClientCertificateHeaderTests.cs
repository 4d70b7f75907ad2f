using Attestation.Gate.ForwardAuth;
using static Attestation.UnitTests.Gate.ForwardAuth.ForwardSamples;

namespace Attestation.UnitTests.Gate.ForwardAuth;

/// <summary>
/// Headers as the proxies' documentation shows them: nginx ngx_http_ssl_module ($ssl_client_escaped_cert), Envoy "x-forwarded-client-cert", Traefik
/// PassTLSClientCert, RFC 9440 appendix A. nginx itself stands in the system tests.
/// </summary>
public sealed class ClientCertificateHeaderTests
{
    private static readonly string All = Uri.EscapeDataString(string.Concat(Chain.Select(Pem)));
    private static readonly string Leaf = Nginx(Chain[0]);
    private static readonly string Raw = Convert.ToBase64String(Chain[0].Span);
    private const string Subject = "Subject=\"/C=US/ST=CA/L=San Francisco/OU=Lyft, \\\"the\\\" one;/CN=Test Client\"";

    public static TheoryData<string, CertificateForm, string, int> Good => new()
    {
        { "nginx", CertificateForm.Nginx, Leaf, 1 },
        { "nginx, a plus sign unescaped", CertificateForm.Nginx, Leaf.Replace("%2B", "+", StringComparison.Ordinal), 1 },
        { "Envoy, Cert", CertificateForm.Envoy, $"Hash=468ed33b;Cert=\"{Leaf}\";{Subject};URI=", 1 },
        { "Envoy, Chain outweighs Cert", CertificateForm.Envoy, $"By=http://frontend.lyft.com;Hash=468ed33b;Cert=\"{Leaf}\";Chain=\"{All}\"", 4 },
        { "Envoy, keys in other case", CertificateForm.Envoy, $"CERT=\"{Leaf}\"", 1 },
        { "Envoy, unquoted", CertificateForm.Envoy, $"Cert={Leaf}", 1 },
        { "Envoy, two hops: the last one counts", CertificateForm.Envoy, $"Cert=\"garbage\";{Subject},By=http://b;Cert=\"{Leaf}\"", 1 },
        { "Envoy, DNS twice", CertificateForm.Envoy, $"DNS=a;DNS=b;Cert={Leaf}", 1 },
        { "Traefik, base64", CertificateForm.Traefik, Raw, 1 },
        { "Traefik, escaped", CertificateForm.Traefik, Uri.EscapeDataString(Raw), 1 },
        { "Traefik, a list", CertificateForm.Traefik, string.Join(',', Chain.Select(c => Convert.ToBase64String(c.Span))), 4 },
        { "RFC 9440", CertificateForm.Rfc9440, $":{Raw}:", 1 },
        { "RFC 9440, a list with blanks", CertificateForm.Rfc9440, $":{Raw}: , :{Raw}:", 2 },
    };

    [Theory]
    [MemberData(nameof(Good))]
    public void EachProxysFormIsRead(string description, CertificateForm form, string value, int count)
    {
        Assert.True(ClientCertificateHeader.TryRead(form, value, out IReadOnlyList<ReadOnlyMemory<byte>>? read), description);
        Assert.Equal(count, read.Count);
        Assert.Equal(Chain[0].ToArray(), read[0].ToArray());
    }

    public static TheoryData<string, CertificateForm, string> Bad => new()
    {
        { "nothing", CertificateForm.Nginx, "" },
        { "nginx, two certificates: it never sends more than one", CertificateForm.Nginx, Leaf + Leaf },
        { "nginx, half", CertificateForm.Nginx, Leaf[..(Leaf.Length / 2)] },
        { "nginx, text before it", CertificateForm.Nginx, "x" + Leaf },
        { "nginx, another label", CertificateForm.Nginx, Leaf.Replace("CERTIFICATE", "PUBLIC%20KEY", StringComparison.Ordinal) },
        { "nginx, DER that is none", CertificateForm.Nginx, Uri.EscapeDataString(Pem(new byte[] { 1, 2, 3 })) },
        { "Envoy's documentation: no Cert in it", CertificateForm.Envoy, $"By=http://frontend.lyft.com;Hash=468ed33b;{Subject};URI=http://testclient.lyft.com" },
        { "Envoy, the certificate only of a hop before", CertificateForm.Envoy, $"Cert=\"{Leaf}\",By=http://b;Hash=00" },
        { "Envoy, Cert twice", CertificateForm.Envoy, $"Cert={Leaf};Cert={Leaf}" },
        { "Envoy, a quote that does not end", CertificateForm.Envoy, $"Cert=\"{Leaf}" },
        { "Envoy, something behind the quote", CertificateForm.Envoy, $"Cert=\"{Leaf}\"x" },
        { "Envoy, no equals sign", CertificateForm.Envoy, "Cert" },
        { "Envoy, an empty Cert", CertificateForm.Envoy, "Cert=\"\"" },
        { "Envoy, a separator at the end", CertificateForm.Envoy, $"Cert={Leaf}," },
        { "Traefik, no base64", CertificateForm.Traefik, "-----BEGIN" },
        { "Traefik, an empty item", CertificateForm.Traefik, Raw + "," },
        { "Traefik, 17 certificates", CertificateForm.Traefik, string.Join(',', Enumerable.Repeat(Raw, 17)) },
        { "RFC 9440, no colons", CertificateForm.Rfc9440, Raw },
        { "RFC 9440, a parameter", CertificateForm.Rfc9440, $":{Raw}:;a=1" },
        { "RFC 9440, one colon", CertificateForm.Rfc9440, ":" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void NothingElseIsRead(string description, CertificateForm form, string value) =>
        Assert.False(ClientCertificateHeader.TryRead(form, value, out _), description);
}
