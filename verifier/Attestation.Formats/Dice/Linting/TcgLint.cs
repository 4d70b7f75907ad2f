using Attestation.Formats.X509;

namespace Attestation.Formats.Dice.Linting;

/// <summary>DiceTcbInfo and DiceUeid (TCG DICE Attestation Architecture, section 6.1).</summary>
internal static class TcgLint
{
    private const string Sha1 = "1.3.14.3.2.26";
    private const OperationalFlags Insecure = OperationalFlags.NotConfigured | OperationalFlags.NotSecure | OperationalFlags.Recovery | OperationalFlags.Debug;

    private static readonly string[] InfoOids = [ExtensionOid.TcbInfo, ExtensionOid.TcbInfoDialect, ExtensionOid.MultiTcbInfo];

    public static IEnumerable<LintFinding> Lint(Certificate certificate)
    {
        CertificateExtension[] carriers = certificate.TcbInfos.Count == 0 ? [] : [.. certificate.Extensions.Where(e => InfoOids.Contains(e.Oid))];
        return
        [
            .. carriers.Where(e => !e.IsCritical).Select(e => new LintFinding(LintRules.TcgInfoNotCritical, CertificateLint.At(e.Oid))),
            .. certificate.TcbInfos.SelectMany((info, i) => Info(info).Select(f => f.Within(CertificateLint.At(carriers[0].Oid) + (certificate.TcbInfos.Count > 1 ? $"/[{i}]" : "")))),
            .. Ueid(certificate),
        ];
    }

    private static IEnumerable<LintFinding> Info(TcbInfo info)
    {
        if (info == new TcbInfo { Fwids = info.Fwids, IntegrityRegisters = info.IntegrityRegisters } && info.Fwids.Count == 0 && info.IntegrityRegisters.Count == 0)
            yield return new LintFinding(LintRules.TcgInfoEmpty, "");
        foreach (Fwid digest in info.Fwids.Concat(info.IntegrityRegisters.SelectMany(r => r.Digests)))
        {
            if (digest.HashAlgorithm == Sha1)
                yield return new LintFinding(LintRules.TcgInfoSha1, "fwids");
            else if (Fwid.DigestLength(digest.HashAlgorithm) is null)
                yield return new LintFinding(LintRules.TcgInfoUnknownHash, "fwids", digest.HashAlgorithm);
            if (!digest.Digest.Span.ContainsAnyExcept((byte)0))
                yield return new LintFinding(LintRules.TcgInfoZeroDigest, "fwids");
        }
        const OperationalFlags named = ~OperationalFlags.FixedWidth;
        if (info.Flags is { } flags && (flags & named & ~(info.FlagsMask ?? named)) is var outside and not OperationalFlags.None)
            yield return new LintFinding(LintRules.TcgInfoFlagsOutsideMask, "flags", outside.ToString());
        if (info.Flags is { } stated && (stated & Insecure) is var insecure and not OperationalFlags.None)
            yield return new LintFinding(LintRules.TcgInfoFlags, "flags", insecure.ToString());
    }

    private static IEnumerable<LintFinding> Ueid(Certificate certificate)
    {
        if (certificate.Ueid is not { } ueid)
            yield break;
        string where = CertificateLint.At(ExtensionOid.Ueid);
        if (CertificateLint.Find(certificate, ExtensionOid.Ueid) is { IsCritical: false })
            yield return new LintFinding(LintRules.TcgUeidNotCritical, where);
        if (!IsForm(ueid.Span))
            yield return new LintFinding(LintRules.TcgUeidForm, where, $"type {ueid.Span[0]:x2}, {ueid.Length} bytes");
    }

    /// <summary>RAND of 128, 192 or 256 bits; an EUI of 48 or 64 bits; an IMEI of 14 digits.</summary>
    private static bool IsForm(ReadOnlySpan<byte> ueid) => (ueid[0], ueid.Length - 1) is (1, 16 or 24 or 32) or (2, 6 or 8) or (3, 14);
}
