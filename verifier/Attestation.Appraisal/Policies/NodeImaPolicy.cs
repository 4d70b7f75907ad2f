using Attestation.Appraisal.Results;
using Attestation.Formats.Ima;

namespace Attestation.Appraisal.Policies;

/// <summary>Member <c>node.ima</c> of a policy: what of the kernel's measurement list is let pass besides what reference values know. docs/policy.md.</summary>
public sealed record NodeImaPolicy
{
    /// <summary>
    /// Patterns of paths that are not compared: <c>*</c> any run of characters but <c>/</c>, <c>**</c> any run; the whole path must
    /// match. What only a pattern lets pass is counted and shown.
    /// </summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>
    /// Patterns of paths whose violations are let pass. The quote covers that there was a violation and not its name: a node that lies can give any violation
    /// one of these names.
    /// </summary>
    public IReadOnlyList<string> Violations { get; init; } = [];

    /// <summary>Keyrings (<c>.ima</c>, <c>.builtin_trusted_keys</c>) into which any key may be put.</summary>
    public IReadOnlyList<string> Keyrings { get; init; } = [];

    /// <summary>Patterns of names of measured buffers that may say anything: critical data, <c>kernel_version</c>, <c>kexec-cmdline</c>.</summary>
    public IReadOnlyList<string> Buffers { get; init; } = [];

    /// <summary>Weakest hash of files, and of the PCR bank that binds the list.</summary>
    public ImaHash MinimumHash { get; init; } = ImaHash.Sha256;

    /// <summary>What a file does whose content is known under another path only: refuse, warn, or note.</summary>
    public Severity OtherPath { get; init; } = Severity.Refuse;

    /// <summary>Excludes nothing, sha256.</summary>
    public static NodeImaPolicy Default { get; } = new();
}
