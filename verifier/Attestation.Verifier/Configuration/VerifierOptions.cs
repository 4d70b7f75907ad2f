using Attestation.Appraisal.Results;
using Attestation.Formats.Node;

namespace Attestation.Verifier.Configuration;

/// <summary>Everything that is set from outside; <see cref="CommandLine"/> says what each means.</summary>
public sealed record VerifierOptions
{
    public string Listen { get; init; } = "http://127.0.0.1:8080";
    public bool InsecureListen { get; init; }
    public string? TlsCertificate { get; init; }
    public string? TlsKey { get; init; }
    public string Data { get; init; } = "data";
    public string? Anchors { get; init; }
    public string? CorimKeys { get; init; }
    public string? Policy { get; init; }
    public string? SubmitTokenFile { get; init; }

    /// <summary>File with the token that reading appraisals and devices needs; null asks for none on loopback and closes them elsewhere.</summary>
    public string? ApiTokenFile { get; init; }

    /// <summary>Folder of roots and intermediates of TPM manufacturers.</summary>
    public string? EkRoots { get; init; }

    /// <summary>Folder of their revocation lists.</summary>
    public string? EkRevocationLists { get; init; }

    /// <summary>Hosts, with port where it is not the scheme's own, from which missing intermediates may be fetched.</summary>
    public IReadOnlyList<string> EkIssuerHosts { get; init; } = [];

    /// <summary>Certificates of endorsement keys may be past their end.</summary>
    public bool EkAllowExpired { get; init; }

    /// <summary>Take certificates that do not state the purpose of an endorsement key.</summary>
    public bool EkAllowNoPurpose { get; init; }

    /// <summary>Every certificate of --ek-roots ends a chain, intermediates too.</summary>
    public bool EkAnyAuthority { get; init; }

    /// <summary>Every authority needs a revocation list.</summary>
    public bool EkRequireRevocationLists { get; init; }

    /// <summary>File with endorsement keys of nodes that need no certificate.</summary>
    public string? EkAllowList { get; init; }

    /// <summary>File with the token that asking for an enrolment needs; null asks for none.</summary>
    public string? EnrolmentTokenFile { get; init; }

    /// <summary>How long a credential may be answered.</summary>
    public TimeSpan EnrolmentTtl { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Open enrolments, at most.</summary>
    public int MaxEnrolments { get; init; } = 1000;

    /// <summary>What a result tells the client that posted the evidence.</summary>
    public FindingDetail ResultFindings { get; init; } = FindingDetail.Codes;

    /// <summary>Largest request body, bytes; 1 KiB to 1 MiB (what one appraisal reads at most).</summary>
    public int MaxEvidence { get; init; } = 1 << 20;

    /// <summary>Largest evidence of a node, bytes; 1 MiB to 68 MiB.</summary>
    public int MaxNodeEvidence { get; init; } = NodeLimits.Evidence;

    /// <summary>Bodies above 1 MiB that are held at once.</summary>
    public int MaxLargeBodies { get; init; } = 4;

    /// <summary>Requests that wait for verdicts at once.</summary>
    public int MaxFeedWaits { get; init; } = 64;

    /// <summary>Largest evidence that is kept with its session, bytes.</summary>
    public int KeepEvidence { get; init; } = 1 << 20;

    /// <summary>Open sessions that wait for evidence, at most.</summary>
    public int MaxSessions { get; init; } = 10_000;

    /// <summary>How long a nonce may be answered; Veraison's default.</summary>
    public TimeSpan SessionTtl { get; init; } = TimeSpan.FromSeconds(150);

    /// <summary>How long a result may be relied on; null leaves it to the policy.</summary>
    public TimeSpan? EarTtl { get; init; }

    /// <summary>How long a request waits for a locked store.</summary>
    public TimeSpan StorePatience { get; init; } = TimeSpan.FromSeconds(5);

    public LogFormat LogFormat { get; init; } = LogFormat.Json;
}

/// <summary>How log lines look on standard error.</summary>
public enum LogFormat
{
    Json,
    Text,
}
