namespace Attestation.Gate.ForwardAuth;

/// <summary>How a proxy writes the client's certificate into a header.</summary>
public enum CertificateForm
{
    /// <summary>nginx, <c>$ssl_client_escaped_cert</c>: one certificate, PEM, percent-encoded.</summary>
    Nginx,

    /// <summary>Envoy, <c>x-forwarded-client-cert</c>: elements of KEY=VALUE; of the last element Chain, else Cert, PEM, percent-encoded.</summary>
    Envoy,

    /// <summary>Traefik, <c>X-Forwarded-Tls-Client-Cert</c>: base64 of DER, commas between certificates, leaf first.</summary>
    Traefik,

    /// <summary>RFC 9440, <c>Client-Cert</c> with <c>Client-Cert-Chain</c>: structured fields, byte sequences.</summary>
    Rfc9440,
}
