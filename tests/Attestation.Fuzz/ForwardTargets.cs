using System.Security.Cryptography;
using System.Text;
using Attestation.Formats.Ear;
using Attestation.Formats.Eat;
using Attestation.Formats.Jose;
using Attestation.Formats.Keys;
using Attestation.Gate.ForwardAuth;
using Attestation.RelyingParty.Devices;
using Attestation.RelyingParty.Keys;
using Attestation.RelyingParty.Results;

namespace Attestation.Fuzz;

/// <summary>What a proxy, and through it anybody, sends to the gate's forward authentication: results, certificates in every proxy's form, targets.</summary>
internal static class ForwardTargets
{
    private static readonly SigningKey Key = NewKey();

    private static readonly ResultCheck Check = new(new ResultKeys(Key.PublicKey), new ResultRequirement());

    private static readonly IReadOnlyList<ReadOnlyMemory<byte>> Chain = X5Chain();

    private static readonly DeviceCertificateCheck Devices = new(SeedWorld.Instance.Trust.Anchors(unsignedToo: false));

    private static string All64 => string.Join(',', Chain.Select(c => Convert.ToBase64String(c.Span)));

    private static string Escaped => string.Concat(Chain.Select(Nginx));

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("forward-result", [Ascii(EarWriter.SignJwt(Claims, Key)), Ascii(System.Buffers.Text.Base64Url.EncodeToString(EarWriter.SignCwt(Claims, Key)))], bytes =>
            Check.Check(Text(bytes), SeedWorld.Instance.Now).IsGood ? bytes : null),
        new("forward-certificate-nginx", [Ascii(Nginx(Chain[0]))], bytes => Header(CertificateForm.Nginx, bytes)),
        new("forward-certificate-envoy", [Ascii($"By=http://a;Cert=\"{Nginx(Chain[0])}\";Subject=\"/CN=a\\\"b\",Hash=00;Chain=\"{Escaped}\";URI=")], bytes => Header(CertificateForm.Envoy, bytes)),
        new("forward-certificate-traefik", [Ascii(All64), Ascii(Uri.EscapeDataString(All64))], bytes => Header(CertificateForm.Traefik, bytes)),
        new("forward-certificate-rfc9440", [Ascii($":{Convert.ToBase64String(Chain[0].Span)}: , :{Convert.ToBase64String(Chain[1].Span)}:")], bytes => Header(CertificateForm.Rfc9440, bytes)),
        new("forward-chain", [Ascii(All64)], bytes =>
            ClientCertificateHeader.TryRead(CertificateForm.Traefik, Text(bytes), out IReadOnlyList<ReadOnlyMemory<byte>>? chain)
            && Devices.Check(chain, SeedWorld.Instance.Now).IsGood ? bytes : null),
        new("forward-target", [Ascii("/auth/devices/a/../b?c=/d"), Ascii("/auth")], bytes => ForwardTarget.TryPolicy(Text(bytes), appendedPath: true, out _) ? bytes : null),
        new("jwk-set", [Ascii($$"""{"keys":[{{Jwk.Write(Key.PublicKey, "a")}},{{Jwk.Write(Key.PublicKey)}}]}"""), Ascii(Key.PublicKey.ToPem())], bytes =>
            ResultKeys.TryParse(bytes, out _, out _) ? bytes : null),
    ];

    private static EarClaims Claims => new()
    {
        IssuedAt = SeedWorld.Instance.Now.ToUnixTimeSeconds(),
        Expiration = SeedWorld.Instance.Now.AddHours(1).ToUnixTimeSeconds(),
        VerifierDeveloper = "fuzz",
        VerifierBuild = "1",
        Submodules = new Dictionary<string, EarAppraisal> { ["device"] = new() { Status = EarStatus.Affirming, Device = new DeviceClaims { Id = new string('a', 64) } } },
    };

    private static byte[]? Header(CertificateForm form, byte[] bytes) => ClientCertificateHeader.TryRead(form, Text(bytes), out _) ? bytes : null;

    private static string Nginx(ReadOnlyMemory<byte> der) => Uri.EscapeDataString(PemEncoding.WriteString("CERTIFICATE", der.Span) + "\n");

    /// <summary>A header's value as Kestrel hands it over.</summary>
    private static string Text(byte[] bytes) => Encoding.Latin1.GetString(bytes);

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);

    /// <summary>Leaf first, as in TLS: of the seed world's device with X.509 certificates on P-256.</summary>
    private static IReadOnlyList<ReadOnlyMemory<byte>> X5Chain() => UnverifiedEat.TryParse(SeedWorld.Instance.EvidenceOf("p256-x509"), out UnverifiedEat? token, out _)
        ? token.X5Chain
        : throw new InvalidOperationException("seed evidence cannot be read");

    private static SigningKey NewKey()
    {
        using var fresh = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return SigningKey.TryParsePkcs8(fresh.ExportPkcs8PrivateKey(), out SigningKey key, out _) ? key : throw new InvalidOperationException("a fresh key cannot be read");
    }
}
