namespace Attestation.NodeAgent.Verifiers;

/// <summary>Which verifier or gate, and what makes it the right one.</summary>
public sealed record VerifierOptions
{
    /// <summary>What it is called in messages.</summary>
    public string Role { get; init; } = "verifier";

    public required Uri Address { get; init; }

    /// <summary>PEM file of authorities that replace the system's; null: the system's.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>Keys of which the server, or an authority above it, must hold one; empty: none is demanded.</summary>
    public IReadOnlyList<KeyPin> Pins { get; init; } = [];

    /// <summary>Plain HTTP beyond this machine is allowed.</summary>
    public bool IsInsecureAllowed { get; init; }

    /// <summary>File with the bearer token that the verifier wants for an enrolment; null: it wants none.</summary>
    public string? EnrolmentTokenFile { get; init; }

    /// <summary>For one request with its answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <param name="text">An http or https address without query and fragment.</param>
    /// <param name="allowInsecure">Plain HTTP beyond this machine is allowed.</param>
    /// <param name="role">What the server is called in messages.</param>
    /// <exception cref="AgentException">Usage.</exception>
    public static Uri ParseAddress(string text, bool allowInsecure, string role = "verifier")
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https")
            || address.Query.Length > 0 || address.Fragment.Length > 0 || address.UserInfo.Length > 0)
            throw AgentException.Usage($"'{text}' is no http or https address of a {role}.");
        if (address.Scheme == "http" && !address.IsLoopback && !allowInsecure)
            throw AgentException.Usage($"{text} is plain HTTP beyond this machine: use https, or --insecure where a network that you trust does the protecting.");
        return address.AbsolutePath.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");
    }
}
