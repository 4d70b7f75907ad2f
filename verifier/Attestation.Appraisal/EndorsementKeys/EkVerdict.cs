using Attestation.Appraisal.Results;
using Attestation.Formats.X509;
using Attestation.Tpm.Wire;

namespace Attestation.Appraisal.EndorsementKeys;

/// <summary>What became of an endorsement key: who vouches for it, or every reason why nobody does.</summary>
public sealed record EkVerdict
{
    /// <summary>What <see cref="Anchor"/> says where the operator's allow-list vouches for the key.</summary>
    public const string AllowListAnchor = "allow-list";

    /// <summary>Accepted: no finding refuses.</summary>
    public bool Accepted => Findings.All(finding => finding.Severity != Severity.Refuse);

    /// <summary>All of them, notes included, in the order of the steps.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>The key itself; null where it could not be read.</summary>
    public TpmtPublic? Public { get; init; }

    /// <summary>Its TPM name in lower-case hexadecimal; empty where it could not be read.</summary>
    public string Name { get; init; } = "";

    /// <summary>The profile's template that it was made from, <c>L-1</c> to <c>H-7</c>; null where none fits or the key could not be read.</summary>
    public string? Template { get; init; }

    /// <summary>Subject of the trusted root, or <see cref="AllowListAnchor"/>; empty where nobody vouches.</summary>
    public string Anchor { get; init; } = "";

    /// <summary>The certificates used, the endorsement key's first and the anchor last, as far as the path got. In a refused verdict nothing in them is proven.</summary>
    public IReadOnlyList<Certificate> Chain { get; init; } = [];

    /// <summary>Which certificate would have gone on; null where none is missing.</summary>
    public MissingCertificate? Missing { get; init; }

    /// <summary>The line of the allow-list for this key, whether it was needed or not.</summary>
    public EkAllowance? Allowance { get; init; }

    /// <summary>What the certificate says of the TPM; null without a certificate that could be read.</summary>
    public TpmIdentity? Tpm { get; init; }
}
