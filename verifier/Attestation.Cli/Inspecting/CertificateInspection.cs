using System.Text.Json.Nodes;
using Attestation.Cli.Output;
using Attestation.Formats;
using Attestation.Formats.Dice;
using Attestation.Formats.X509;

namespace Attestation.Cli.Inspecting;

/// <summary>X.509 certificates with the DICE extensions.</summary>
internal static class CertificateInspection
{
    internal static Description Describe(IReadOnlyList<UnverifiedCertificate> certificates)
    {
        if (certificates.Count == 1)
            return new Description("X.509 certificate", Facts(certificates[0]), Lint(certificates[0], ""));
        var list = new JsonArray([.. certificates.Select(Facts)]);
        string[] lint = [.. certificates.SelectMany((c, i) => Lint(c, $"certificate {i}/"))];
        return new Description($"{certificates.Count} X.509 certificates", new JsonObject { ["certificate"] = list }, lint);
    }

    /// <summary>A certificate of a TPM that the strict reader refuses: what it says, and first of all that only endorsement keys may have such.</summary>
    internal static Description DescribeLenient(IReadOnlyList<LenientCertificate> certificates, ParseError strict)
    {
        string first = $"{strict.Path}: {strict.Code.Id} for the strict reader; read as certificates of TPMs are, everything else refuses it";
        JsonObject[] facts = [.. certificates.Select(c => Facts(c.ForDisplay, c.Verify(c.ForDisplay.SubjectKey) is not null))];
        string[] lint = [first, .. certificates.SelectMany((c, i) => Lint(c.ForDisplay, certificates.Count == 1 ? "" : $"certificate {i}/"))];
        return facts.Length == 1
            ? new Description("X.509 certificate", facts[0], lint)
            : new Description($"{facts.Length} X.509 certificates", new JsonObject { ["certificate"] = new JsonArray([.. facts]) }, lint);
    }

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

    internal static IReadOnlyList<string> Lint(UnverifiedCertificate certificate, string where) => Lint(certificate.ForDisplay, where);

    private static IReadOnlyList<string> Lint(Certificate certificate, string where) =>
        [.. certificate.Notes.Select(note => $"{where}{note.Path}: {Sentence(note.Dialect)}")];

    internal static string Sentence(Dialect dialect) => dialect switch
    {
        Dialect.ModeAsInteger => "mode is an INTEGER, as the profile's text says; deployed producers and verifiers use ENUMERATED",
        Dialect.FlagsMaskAt10 => "DiceTcbInfo [10] is flagsMask (TCG 1.1); readers of 1.2 take [10] for integrityRegisters",
        Dialect.IntegrityRegistersAt10 => "DiceTcbInfo [10] is integrityRegisters (TCG 1.2); the errata moved it to [11]",
        Dialect.IntegrityRegistersAt11 => "DiceTcbInfo [11] is integrityRegisters (TCG 1.2 errata); older readers do not know it",
        Dialect.TcbInfoUnderOid2 => "DiceTcbInfo stands under 2.23.133.5.4.2; its identifier is 2.23.133.5.4.1",
        Dialect.ExplicitDefault => "a value equal to its DEFAULT is encoded; DER leaves it out",
        Dialect.TrailingZeroBits => "a named bit list keeps trailing zero bits; DER removes them",
        Dialect.SerialNumber => "the serial number is zero, negative or longer than 20 bytes (RFC 5280 section 4.1.2.2)",
        Dialect.GeneralizedTimeBefore2050 => "a time before 2050 is a GeneralizedTime; RFC 5280 wants UTCTime",
        Dialect.EcdsaNullParameters => "the ECDSA algorithm identifier has NULL parameters; they are to be absent (RFC 5758)",
        Dialect.BasicConstraintsNotCritical => "basic constraints of a CA are not critical (RFC 5280 section 4.2.1.9)",
        Dialect.RiotCompositeDeviceId => "DiceTcbInfo's identifier carries a RIoT CompositeDeviceID",
        Dialect.InlineConfiguration => "the configuration is an inline value, which android.14 knows and later profiles do not",
        Dialect.ModeAsCborInteger => "mode is an integer instead of a byte string (android.14)",
        Dialect.KeyUsageBitOrder => "key usage has its bits in the other order (android.14)",
        Dialect.WeakerKey => "a key is weaker than the key that certifies it",
        Dialect.WrappedInOctetString => "the certificate lies in an OCTET STRING",
        Dialect.Padding => "00 or FF follow the certificate up to the end of its place in NV",
        Dialect.BytesAfterCertificate => "other bytes follow the certificate",
        Dialect.LengthNotShortest => "a length has more bytes than it needs (X.690 section 10.1)",
        Dialect.IntegerNotShortest => "an integer has more bytes than it needs (X.690 section 8.3.2)",
        Dialect.BooleanNotFF => "a TRUE is not FF (X.690 section 11.1)",
        Dialect.UnusedBitsSet => "unused bits of a bit string are set (X.690 section 11.2.1)",
        Dialect.UnknownBits => "a named bit list sets bits that have no name",
        Dialect.SetOrder => "the elements of a SET OF are not in ascending order (X.690 section 11.6)",
        Dialect.MissingSignByte => "a positive number lacks the zero byte that makes it one",
        _ => dialect.ToString(),
    };
}
