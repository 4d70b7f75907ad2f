namespace Attestation.Verifier.Http;

/// <summary>The media types that this service writes, and those it reads as endorsements.</summary>
public static class MediaTypes
{
    public const string Session = "application/vnd.veraison.challenge-response-session+json";
    public const string Provisioning = "application/vnd.veraison.provisioning-session+json";
    public const string Discovery = "application/vnd.veraison.discovery+json";
    public const string Json = "application/json";
    public const string Jwks = "application/jwk-set+json";
    public const string PemCertificates = "application/pem-certificate-chain";
    public const string OpenApi = "application/vnd.oai.openapi+json";
}
