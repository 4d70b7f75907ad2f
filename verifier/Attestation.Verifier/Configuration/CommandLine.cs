using System.CommandLine;
using System.Globalization;
using Attestation.Appraisal.Results;
using Attestation.Formats.Node;
using Attestation.Formats.Reasons;

namespace Attestation.Verifier.Configuration;

/// <summary>
/// The options of <c>attest-verifier</c>. Each may also be set in the environment: <c>--session-ttl</c> is <c>ATTEST_SESSION_TTL</c>; the
/// command line wins.
/// </summary>
public static class CommandLine
{
    private static readonly Option<string> Listen = Text("--listen", "Address to listen on; port 0 takes a free one.", "http://127.0.0.1:8080");

    private static readonly Option<bool> InsecureListen = Switch("--insecure-listen",
        "Allow plain HTTP beyond this machine. Results stay signed and nonces one-time, but evidence and submissions can be read "
            + "and held up on the way: only behind a proxy that does TLS.");

    private static readonly Option<string?> TlsCertificate = Path("--tls-cert", "PEM file: certificate chain for https.");
    private static readonly Option<string?> TlsKey = Path("--tls-key", "PEM file: private key of --tls-cert.");
    private static readonly Option<string> Data = Text("--data", "Folder for the database and the signing key; made with owner-only access.", "data");

    private static readonly Option<string?> Anchors = Path("--anchors",
        "File or folder of trust anchors: manufacturer CA certificates and UDS public keys (PEM or DER), SHA-256 hashes of UDS public keys (hex, *.hash).");

    private static readonly Option<string?> CorimKeys = Path("--corim-keys", "File or folder of public keys (PEM) whose signature on a CoRIM is trusted.");
    private static readonly Option<string?> Policy = Path("--policy", "Policy document (JSON, docs/policy.md). Without it everything is required.");

    private static readonly Option<string?> SubmitTokenFile = Path("--submit-token-file",
        "File with a bearer token that every endorsement submission must carry, besides its CoRIM signature.");

    private static readonly Option<string?> ApiTokenFile = Path("--api-token-file",
        "File with a bearer token that reading appraisals and devices needs. Without it they can be read on this machine only.");

    private static readonly Option<string?> EkRoots = Path("--ek-roots",
        "Folder of TPM manufacturers' certificates, roots and intermediates (PEM, DER, PKCS #7), that vouch for endorsement keys.");

    private static readonly Option<string?> EkRevocationLists = Path("--ek-crls", "Folder of revocation lists (PEM or DER) of the authorities in --ek-roots.");

    private static readonly Option<string[]> EkIssuerHosts = new("--ek-aia-host")
    {
        Description = "Host, or HOST:PORT, from which missing intermediate certificates may be fetched; repeatable. Without it nothing is fetched.",
        DefaultValueFactory = _ => FromEnvironment("--ek-aia-host")?.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries) ?? [],
    };

    private static readonly Option<bool> EkAllowExpired = Switch("--ek-allow-expired",
        "Take endorsement key certificates that are past their end: manufacturers do not renew them.");

    private static readonly Option<bool> EkAllowNoPurpose = Switch("--ek-allow-no-purpose",
        "Take endorsement key certificates that do not state their purpose (tcg-kp-EKCertificate), as some manufacturers issue them.");

    private static readonly Option<bool> EkAnyAuthority = Switch("--ek-any-authority",
        "Every authority in --ek-roots ends a chain, not only self-signed ones.");

    private static readonly Option<bool> EkRequireCrls = Switch("--ek-require-crls", "Refuse chains with an authority that has no revocation list in --ek-crls.");

    private static readonly Option<string?> EkAllowList = Path("--ek-allow-list",
        "File of TPM endorsement keys, by Name or hash, that may enrol without a certificate; may bind each to a node name and class.");

    private static readonly Option<string?> EnrolmentTokenFile = Path("--enrolment-token-file",
        "File with a bearer token that asking for a node's enrolment needs, besides a trusted TPM.");

    private static readonly Option<int> EnrolmentTtl = Number("--enrolment-ttl", "Seconds in which a node may answer its credential, 1 to 3600.", 120);
    private static readonly Option<int> MaxEnrolments = Number("--max-enrolments", "Open enrolments at a time, 1 to 100000.", 1000);

    private static readonly Option<FindingDetail> ResultFindings = new("--result-findings")
    {
        Description = "What a result tells whoever posted the evidence: codes, or full findings where that is the relying party.",
        DefaultValueFactory = _ => ChoiceFromEnvironment<FindingDetail>("--result-findings"),
    };

    private static readonly Option<int> MaxEvidence = Number("--max-evidence", "Largest request body in bytes, 1024 to 1048576.", 1 << 20);
    private static readonly Option<int> MaxNodeEvidence = Number("--max-node-evidence", "Largest evidence of a node in bytes, 1048576 to 71303168.", NodeLimits.Evidence);
    private static readonly Option<int> MaxLargeBodies = Number("--max-large-bodies", "Request bodies above 1 MiB that are held in memory at a time, 1 to 64.", 4);
    private static readonly Option<int> MaxFeedWaits = Number("--max-feed-waits", "Requests that wait for new verdicts at a time, 1 to 256.", 64);
    private static readonly Option<int> KeepEvidence = Number("--keep-evidence", "Largest evidence in bytes that is kept with its session, 0 to 71303168; of larger only its hash.", 1 << 20);
    private static readonly Option<int> MaxSessions = Number("--max-sessions", "Open sessions at a time, 1 to 1000000.", 10_000);
    private static readonly Option<int> SessionTtl = Number("--session-ttl", "Seconds in which a nonce may be answered, 1 to 86400.", 150);
    private static readonly Option<int?> EarTtl = new("--ear-ttl")
    {
        Description = "Seconds in which a result may be relied on, 1 to 604800; without it the policy says.",
        DefaultValueFactory = _ => NumberFromEnvironment("--ear-ttl"),
    };

    private static readonly Option<int> StorePatience = Number("--store-patience", "Seconds a request waits for a locked store, 1 to 60.", 5);

    private static readonly Option<LogFormat> LogFormat = new("--log-format")
    {
        Description = "Log lines on standard error: json or text.",
        DefaultValueFactory = _ => ChoiceFromEnvironment<LogFormat>("--log-format"),
    };

    /// <param name="run">Runs the service; its result is the exit status.</param>
    public static RootCommand Build(Func<VerifierOptions, Task<int>> run)
    {
        var root = new RootCommand("Appraises attestation evidence against endorsements and policy and answers with signed results (RFC 9334).");
        foreach (Option option in (Option[])[Listen, InsecureListen, TlsCertificate, TlsKey, Data, Anchors, CorimKeys, Policy, SubmitTokenFile,
            ApiTokenFile, EkRoots, EkRevocationLists, EkIssuerHosts, EkAllowExpired, EkAllowNoPurpose, EkAnyAuthority, EkRequireCrls, EkAllowList, EnrolmentTokenFile, EnrolmentTtl, MaxEnrolments, ResultFindings, MaxEvidence, MaxNodeEvidence, MaxLargeBodies, MaxFeedWaits, KeepEvidence,
            MaxSessions, SessionTtl, EarTtl, StorePatience, LogFormat])
            root.Options.Add(option);
        root.SetAction((parsed, _) => run(Read(parsed)));
        return root;
    }

    private static VerifierOptions Read(ParseResult parsed) => new()
    {
        Listen = parsed.GetValue(Listen)!,
        InsecureListen = parsed.GetValue(InsecureListen),
        TlsCertificate = parsed.GetValue(TlsCertificate),
        TlsKey = parsed.GetValue(TlsKey),
        Data = parsed.GetValue(Data)!,
        Anchors = parsed.GetValue(Anchors),
        CorimKeys = parsed.GetValue(CorimKeys),
        Policy = parsed.GetValue(Policy),
        SubmitTokenFile = parsed.GetValue(SubmitTokenFile),
        ApiTokenFile = parsed.GetValue(ApiTokenFile),
        EkRoots = parsed.GetValue(EkRoots),
        EkRevocationLists = parsed.GetValue(EkRevocationLists),
        EkIssuerHosts = parsed.GetValue(EkIssuerHosts)!,
        EkAllowExpired = parsed.GetValue(EkAllowExpired),
        EkAllowNoPurpose = parsed.GetValue(EkAllowNoPurpose),
        EkAnyAuthority = parsed.GetValue(EkAnyAuthority),
        EkRequireRevocationLists = parsed.GetValue(EkRequireCrls),
        EkAllowList = parsed.GetValue(EkAllowList),
        EnrolmentTokenFile = parsed.GetValue(EnrolmentTokenFile),
        EnrolmentTtl = TimeSpan.FromSeconds(parsed.GetValue(EnrolmentTtl)),
        MaxEnrolments = parsed.GetValue(MaxEnrolments),
        ResultFindings = parsed.GetValue(ResultFindings),
        MaxEvidence = parsed.GetValue(MaxEvidence),
        MaxNodeEvidence = parsed.GetValue(MaxNodeEvidence),
        MaxLargeBodies = parsed.GetValue(MaxLargeBodies),
        MaxFeedWaits = parsed.GetValue(MaxFeedWaits),
        KeepEvidence = parsed.GetValue(KeepEvidence),
        MaxSessions = parsed.GetValue(MaxSessions),
        SessionTtl = TimeSpan.FromSeconds(parsed.GetValue(SessionTtl)),
        EarTtl = parsed.GetValue(EarTtl) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        StorePatience = TimeSpan.FromSeconds(parsed.GetValue(StorePatience)),
        LogFormat = parsed.GetValue(LogFormat),
    };

    private static Option<string> Text(string name, string description, string fallback) =>
        new(name) { Description = description, DefaultValueFactory = _ => FromEnvironment(name) ?? fallback };

    private static Option<string?> Path(string name, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => FromEnvironment(name) };

    private static Option<bool> Switch(string name, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => FromEnvironment(name) is "1" or "true" };

    private static Option<int> Number(string name, string description, int fallback) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => NumberFromEnvironment(name) ?? fallback,
    };

    /// <exception cref="ServiceFailure">service.option</exception>
    private static int? NumberFromEnvironment(string option)
    {
        if (FromEnvironment(option) is not { } text)
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new ServiceFailure(ServiceReasons.Option, $"{VariableOf(option)}={text} is no number");
    }

    /// <exception cref="ServiceFailure">service.option</exception>
    private static T ChoiceFromEnvironment<T>(string option) where T : struct, Enum
    {
        if (FromEnvironment(option) is not { } text)
            return default;
        return Enum.TryParse(text, ignoreCase: true, out T choice) && Enum.IsDefined(choice)
            ? choice
            : throw new ServiceFailure(ServiceReasons.Option, $"{VariableOf(option)}={text} is none of {string.Join(", ", Enum.GetNames<T>())}");
    }

    private static string? FromEnvironment(string option) => Environment.GetEnvironmentVariable(VariableOf(option));

    private static string VariableOf(string option) => "ATTEST_" + option[2..].Replace('-', '_').ToUpperInvariant();
}
