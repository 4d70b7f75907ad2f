using System.Text.Json.Nodes;
using Attestation.Cli.Output;
using Attestation.Formats;
using Attestation.Formats.Dice;
using Attestation.Formats.Dice.Linting;
using Attestation.Formats.X509;

namespace Attestation.Cli.Inspecting;

/// <summary>X.509 certificates with the DICE extensions.</summary>
internal static class CertificateInspection
{
    internal static Description Describe(IReadOnlyList<UnverifiedCertificate> certificates) =>
        Describe([.. certificates.Select(Facts)], Linter.Lint(certificates));

    /// <summary>A certificate of a TPM that the strict reader refuses: what it says, and first of all that only endorsement keys may have such.</summary>
    internal static Description DescribeLenient(IReadOnlyList<LenientCertificate> certificates, ParseError strict) =>
        Describe([.. certificates.Select(c => Facts(c.ForDisplay, c.Verify(c.ForDisplay.SubjectKey) is not null))], Linter.Lint(certificates, strict));

    private static Description Describe(JsonObject[] facts, IReadOnlyList<LintFinding> lint) => facts.Length == 1
        ? new Description("X.509 certificate", facts[0], lint)
        : new Description($"{facts.Length} X.509 certificates", new JsonObject { ["certificate"] = new JsonArray([.. facts]) }, lint);

    internal static JsonObject Facts(UnverifiedCertificate unverified) => Facts(unverified.ForDisplay, unverified.VerifySelfSigned() is not null);

    private static JsonObject Facts(Certificate certificate, bool selfSigned)
    {
        return new JsonObject
        {
            ["subject"] = certificate.Subject.ToString(),
            ["issuer"] = certificate.Issuer.ToString(),
            ["serial"] = Values.Hex(certificate.Serial),
            ["notBefore"] = Values.Time(certificate.NotBefore),
            ["notAfter"] = Values.Time(certificate.NotAfter),
            ["algorithm"] = StandardNames.Of(certificate.SignatureAlgorithm),
            ["selfSigned"] = selfSigned,
            ["key"] = Values.Key(certificate.SubjectKey),
            ["keyUsage"] = certificate.KeyUsage is { } usage ? StandardNames.Of(usage) : null,
            ["certificateAuthority"] = certificate.BasicConstraints?.IsCa,
            ["pathLength"] = certificate.BasicConstraints?.PathLength,
            ["extendedKeyUsage"] = certificate.ExtendedKeyUsage.Count == 0 ? null : Values.List(certificate.ExtendedKeyUsage),
            ["tpm"] = TpmSubject.TryRead(certificate, out TpmSubject tpm, out _) && tpm.IsComplete ? Tpm(tpm) : null,
            ["ueid"] = Values.Hex(certificate.Ueid),
            ["openDice"] = certificate.OpenDice is { } inputs ? Dice(inputs) : null,
            ["tcbInfo"] = certificate.TcbInfos.Count == 0 ? null : new JsonArray([.. certificate.TcbInfos.Select(Tcb)]),
        };
    }

    private static JsonObject Tpm(TpmSubject tpm) => new()
    {
        ["manufacturer"] = tpm.ManufacturerLetters is { } letters ? $"{tpm.Manufacturer} ({letters})" : tpm.Manufacturer,
        ["model"] = tpm.Model,
        ["version"] = tpm.Version,
    };

    internal static JsonObject Dice(DiceInputs inputs) => new()
    {
        ["codeHash"] = Values.Hex(inputs.CodeHash),
        ["codeDescriptor"] = Values.Hex(inputs.CodeDescriptor),
        ["configHash"] = Values.Hex(inputs.ConfigurationHash),
        ["config"] = Configuration(inputs),
        ["authorityHash"] = Values.Hex(inputs.AuthorityHash),
        ["authorityDescriptor"] = Values.Hex(inputs.AuthorityDescriptor),
        ["mode"] = inputs.Mode is { } mode ? StandardNames.Hyphenated(mode) : null,
        ["profile"] = inputs.ProfileName,
    };

    /// <summary>The descriptor's entries where it is a map as devices of this project and of the Android profile write it; else its bytes.</summary>
    private static JsonNode? Configuration(DiceInputs inputs)
    {
        if (inputs.ConfigurationDescriptor is not { } bytes)
            return null;
        if (!ConfigurationDescriptor.TryParse(bytes, out ConfigurationDescriptor descriptor, out _))
            return Values.Hex(bytes);
        return new JsonObject
        {
            ["name"] = descriptor.ComponentName,
            ["version"] = descriptor.ComponentVersion,
            ["instance"] = descriptor.ComponentInstance,
            ["securityVersion"] = descriptor.SecurityVersion,
            ["resettable"] = descriptor.IsResettable ? true : null,
            ["encoded"] = Values.Hex(bytes),
        };
    }

    private static JsonObject Tcb(TcbInfo info) => new()
    {
        ["vendor"] = info.Vendor,
        ["model"] = info.Model,
        ["version"] = info.Version,
        ["svn"] = info.Svn,
        ["layer"] = info.Layer,
        ["index"] = info.Index,
        ["fwids"] = info.Fwids.Count == 0 ? null : Values.List(info.Fwids.Select(f => $"{f.HashAlgorithm} {Values.Hex(f.Digest)}")),
        ["flags"] = info.Flags?.ToString(),
        ["flagsMask"] = info.FlagsMask?.ToString(),
        ["vendorInfo"] = Values.Hex(info.VendorInfo),
        ["type"] = Values.Hex(info.Type),
        ["integrityRegisters"] = info.IntegrityRegisters.Count == 0 ? null : Values.List(info.IntegrityRegisters.Select(Register)),
    };

    private static string Register(IntegrityRegister register) =>
        $"{register.Name ?? register.Number?.ToString(System.Globalization.CultureInfo.InvariantCulture)}: {string.Join(", ", register.Digests.Select(d => Values.Hex(d.Digest)))}";
}
