using Attestation.Formats;
using Attestation.Formats.Dice;
using Attestation.Formats.Keys;
using Attestation.Formats.X509;

namespace Attestation.Cli.Inputs;

/// <summary>
/// Trust anchors from files: CA certificates (PEM or DER; of a PEM bundle the self-signed ones are trusted, the others may stand in between), UDS
/// public keys in any form of <see cref="KeyFile"/>, and a SHA-256 of a raw UDS public key as <c>sha256:</c> and 64 hexadecimal digits, in a file or
/// in place of its name.
/// </summary>
internal static class AnchorFiles
{
    private const string HashPrefix = "sha256:";

    internal static DiceAnchors Read(IEnumerable<string> names)
    {
        DiceAnchors anchors = DiceAnchors.None;
        foreach (string name in names)
            anchors = name.StartsWith(HashPrefix, StringComparison.Ordinal) ? AddHash(anchors, name, name) : Add(anchors, InputFile.Read(name));
        return anchors;
    }

    private static DiceAnchors Add(DiceAnchors anchors, InputFile file)
    {
        if (file.AsText() is { } text)
        {
            if (text.StartsWith("-----BEGIN CERTIFICATE-----", StringComparison.Ordinal))
            {
                return CertificateFile.TryParsePem(text, out var bundle, out ParseError error)
                    ? AddAuthorities(anchors, bundle)
                    : throw CliFailure.Malformed(file.Name, error);
            }
            if (text.StartsWith(HashPrefix, StringComparison.Ordinal))
                return AddHash(anchors, file.Name, text);
        }
        else if (CertificateFile.TryParseConcatenated(file.Bytes, out var certificates, out _))
        {
            return AddAuthorities(anchors, certificates);
        }
        VerificationKey key = KeyFile.Read(file);
        return anchors with { UdsKeys = [.. anchors.UdsKeys, key] };
    }

    private static DiceAnchors AddAuthorities(DiceAnchors anchors, IReadOnlyList<UnverifiedCertificate> certificates)
    {
        bool bundle = certificates.Count > 1;
        return anchors with
        {
            Authorities = [.. anchors.Authorities, .. certificates.Where(c => !bundle || c.VerifySelfSigned() is not null)],
            Intermediates = [.. anchors.Intermediates, .. certificates.Where(c => bundle && c.VerifySelfSigned() is null)],
        };
    }

    private static DiceAnchors AddHash(DiceAnchors anchors, string name, string text)
    {
        byte[] hash = Arguments.Hex(text[HashPrefix.Length..], name);
        return hash.Length == 32
            ? anchors with { UdsKeyHashes = [.. anchors.UdsKeyHashes, hash] }
            : throw CliFailure.Usage($"{name}: a SHA-256 has 32 bytes, this one has {hash.Length}");
    }
}
