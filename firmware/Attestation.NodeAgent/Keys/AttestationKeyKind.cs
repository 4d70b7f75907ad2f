using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.NodeAgent.Keys;

/// <summary>A kind of attestation key that the agent makes: restricted signing keys with exactly <see cref="KeyTemplates.AttestationAttributes"/>.</summary>
/// <param name="Name">As options and status name it.</param>
/// <param name="Template">What TPM2_Create is asked for.</param>
public sealed record AttestationKeyKind(string Name, TpmtPublic Template)
{
    /// <summary>ECDSA with SHA-256; every TPM 2.0 of PC class has it and signs fastest with it.</summary>
    public static AttestationKeyKind P256 { get; } = new("p256", KeyTemplates.AttestationEcdsa(TpmEccCurve.NistP256, TpmAlgId.Sha256));

    /// <summary>ECDSA with SHA-384.</summary>
    public static AttestationKeyKind P384 { get; } = new("p384", KeyTemplates.AttestationEcdsa(TpmEccCurve.NistP384, TpmAlgId.Sha384));

    /// <summary>RSA-2048, PKCS #1 v1.5, SHA-256.</summary>
    public static AttestationKeyKind RsaSsa { get; } = new("rsassa", KeyTemplates.AttestationRsa(TpmAlgId.RsaSsa, TpmAlgId.Sha256));

    /// <summary>RSA-2048, PSS, SHA-256.</summary>
    public static AttestationKeyKind RsaPss { get; } = new("rsapss", KeyTemplates.AttestationRsa(TpmAlgId.RsaPss, TpmAlgId.Sha256));

    public static IReadOnlyList<AttestationKeyKind> All { get; } = [P256, P384, RsaSsa, RsaPss];

    /// <exception cref="AgentException">Usage.</exception>
    public static AttestationKeyKind Parse(string name) => All.FirstOrDefault(kind => kind.Name == name)
        ?? throw AgentException.Usage($"'{name}' is no kind of attestation key. Known are {string.Join(", ", All.Select(k => k.Name))}.");
}
