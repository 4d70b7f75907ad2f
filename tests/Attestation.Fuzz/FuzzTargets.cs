using Attestation.Formats.Cbor;
using Attestation.Formats.Cose;
using Attestation.Formats.Eat;
using Attestation.Formats.Keys;
using Attestation.Formats.X509;

namespace Attestation.Fuzz;

/// <summary>Every reader of hostile bytes.</summary>
public static class FuzzTargets
{
    private static SeedWorld Seeds => SeedWorld.Instance;

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("cbor", [.. Seeds.Evidence, .. Seeds.Corims], bytes =>
            CborWellFormed.TryCheck(bytes, out _) && StrictCborReader.TryOpen(bytes, out _, out _) ? Reencoding.Cbor(bytes) : null),
        new("cbor-diagnostic", Seeds.Corims, bytes =>
            CborDiagnostic.TryPrint(bytes, out _, out _) ? bytes : null),
        new("cose-sign1", [.. Seeds.Evidence, .. Seeds.Manifests], bytes =>
            UnverifiedCoseSign1.TryParse(bytes, CoseTag.Either, out _, out _) ? Reencoding.Cbor(bytes) : null),
        new("cose-key", CoseKeys(), bytes =>
            CoseKey.TryParse(bytes, out _, out _) ? Reencoding.Cbor(bytes) : null),
        new("eat", Seeds.Evidence, bytes =>
            UnverifiedEat.TryParse(bytes, out _, out _) ? Reencoding.Cbor(bytes) : null),
        new("x509", Seeds.Certificates, bytes =>
            UnverifiedCertificate.TryParse(bytes, out _, out _) ? Reencoding.Der(bytes) : null),
        new("spki", Spkis(), bytes =>
            VerificationKey.TryParseSpki(bytes, out VerificationKey key, out _) ? key.ToSpki() : null),
    ];

    private static byte[][] Spkis() => [.. SubjectKeys().Select(key => key.ToSpki())];

    private static byte[][] CoseKeys() => [.. SubjectKeys().Select(CoseKey.Encode)];

    private static IEnumerable<VerificationKey> SubjectKeys() =>
        from der in Seeds.Certificates
        select UnverifiedCertificate.TryParse(der, out UnverifiedCertificate certificate, out _)
            ? certificate.ForDisplay.SubjectKey
            : throw new InvalidOperationException("a seed certificate cannot be read");
}
