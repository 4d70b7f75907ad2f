namespace Attestation.Gate.Configuration;

/// <summary>Section <c>verifier</c>: whose verdicts the gate believes, and how it reads them.</summary>
public sealed record VerifierSettings
{
    /// <summary>Address of the verifier.</summary>
    public required Uri Url { get; init; }

    /// <summary>File with the bearer token for the verifier's API; read again when it changes.</summary>
    public string? TokenFile { get; init; }

    /// <summary>PEM: authorities that vouch for the verifier's certificate; null asks the system's.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>PEM or JWK: the key that signs results; null takes the one that the verifier shows at the first start, and keeps it.</summary>
    public string? ResultKey { get; init; }

    /// <summary>How long the verifier may hold a request for changes.</summary>
    public TimeSpan Poll { get; init; }

    /// <summary>Is a verdict of the tier "warning" good enough?</summary>
    public bool AcceptWarning { get; init; }

    public static VerifierSettings Read(SettingsNode node)
    {
        node.RequiredText("url");
        var settings = new VerifierSettings
        {
            Url = node.Address("url")!,
            TokenFile = node.FilePath("tokenFile"),
            AuthorityFile = node.FilePath("caFile"),
            ResultKey = node.FilePath("resultKey"),
            Poll = node.Duration("poll", TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60)),
            AcceptWarning = node.Flag("acceptWarning", false),
        };
        if (settings.Url.Scheme == "http" && !settings.Url.IsLoopback)
            throw node.Wrong("url", "is plain http to another machine, where revocations could be held back and the token read: use https");
        node.Done();
        return settings;
    }
}
