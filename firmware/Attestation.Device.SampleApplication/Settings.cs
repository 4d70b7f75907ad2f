namespace Attestation.Device.SampleApplication;

/// <summary>Whom this application asks about itself. In a release of yours these are your verifier's.</summary>
internal static class Settings
{
    /// <summary>Scheme, host and port, without a slash at the end.</summary>
    public static string Verifier => "https://verifier.example:8443";

    /// <summary>Who issued the verifier's TLS certificate, PEM; null for http.</summary>
    public static string VerifierAuthority => null;

    /// <summary>The key that signs the verifier's results, P-256: x ‖ y, 64 bytes, from <c>/.well-known/jwks.json</c>. Null: it is asked nothing.</summary>
    public static byte[] VerifierKey => null;

    /// <summary>Milliseconds between two questions.</summary>
    public static int Interval => 6 * 60 * 60 * 1000;
}
