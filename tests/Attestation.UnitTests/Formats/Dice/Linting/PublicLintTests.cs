using Attestation.Formats;
using Attestation.Formats.Dice.Linting;
using Attestation.Formats.X509;

namespace Attestation.UnitTests.Formats.Dice.Linting;

/// <summary>The linter over other people's certificates: each is read, or refused with a reason, and the findings are counted by producer.</summary>
public sealed class PublicLintTests
{
    private static readonly string[] Kinds = [".der", ".crt", ".cer", ".pem", ".cert"];

    [PublicVectorTheory("08-dice-x509")]
    [MemberData(nameof(Producers))]
    public void WhatIsFoundByProducer(string folder, int read, int refused, string expected)
    {
        int parsed = 0;
        var reasons = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var rules = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (string file in PublicVectors.Files("08-dice-x509/" + folder, recursive: true).Where(IsCertificate))
        {
            if (!CertificateBundle.TryCut(File.ReadAllBytes(file), out IReadOnlyList<ReadOnlyMemory<byte>> cut, out _))
                continue;
            foreach (ReadOnlyMemory<byte> certificate in cut)
            {
                if (Lint(certificate, out ParseError error) is not { } findings)
                {
                    Count(reasons, error.Code.Id);
                    continue;
                }
                parsed++;
                foreach (string rule in findings.Select(f => f.Rule.Id).Distinct())
                    Count(rules, rule);
            }
        }
        string found = string.Join(" ", rules.Select(r => $"{r.Key}={r.Value}").Concat(reasons.Select(r => $"{r.Key}:{r.Value}")));
        Assert.True((read, refused, expected) == (parsed, reasons.Values.Sum(), found), $"{folder}: {parsed}, {reasons.Values.Sum()}, {found}");
    }

    public static TheoryData<string, int, int, string> Producers => new()
    {
        { "caliptra-sw", 2, 4,
            "tcg.info.flags-mask-at-10=1 tcg.info.not-critical=1 tcg.ueid.form=2 tcg.ueid.not-critical=2 x509.time.generalized=2 x509.time.no-expiry=2 der.tag:2 x509.algorithm:2" },
        { "caliptra-mcu-sw", 5, 0,
            "x509.basic-constraints.not-critical=1 x509.key-usage.missing=1 x509.key-usage.not-critical=2 x509.serial.form=2 x509.subject-key.missing=2" },
        { "cerberus", 45, 0,
            "tcg.info.not-critical=28 tcg.info.sha1=2 tcg.ueid.form=21 tcg.ueid.not-critical=21 x509.ecdsa-null=5 x509.time.no-expiry=45" },
        { "libspdm", 437, 0,
            "x509.basic-constraints.not-critical=190 x509.key-usage.missing=61 x509.key-usage.no-cert-sign=2 x509.key-usage.not-critical=372" },
        { "nv-attestation-sdk", 2, 0, "" },
        { "opentitan", 2, 0, "x509.key-usage.not-critical=2" },
        { "oxide-dice-util", 2, 0,
            "tcg.info.unknown-hash=1 tcg.info.zero-digest=1 x509.authority-key.missing=1 x509.subject-key.missing=1 x509.time.no-expiry=2" },
        { "spdm-emu", 4, 0, "x509.key-usage.missing=1" },
    };

    /// <summary>As attest inspect does: strictly, and where that refuses as certificates of TPMs are read; null where both refuse.</summary>
    private static IReadOnlyList<LintFinding>? Lint(ReadOnlyMemory<byte> der, out ParseError error)
    {
        if (UnverifiedCertificate.TryParse(der, out UnverifiedCertificate certificate, out error))
            return Linter.Lint([certificate]);
        return LenientCertificate.TryParse(der, out LenientCertificate lenient, out _) ? Linter.Lint([lenient], error) : null;
    }

    /// <summary>Bare extensions, public keys and requests lie beside the certificates.</summary>
    private static bool IsCertificate(string file) => Kinds.Contains(Path.GetExtension(file))
        && !file.Contains("/ext/", StringComparison.Ordinal) && !file.Contains("key.pub", StringComparison.Ordinal) && !file.Contains("csr", StringComparison.OrdinalIgnoreCase);

    private static void Count(SortedDictionary<string, int> counts, string name) => counts[name] = counts.GetValueOrDefault(name) + 1;
}
