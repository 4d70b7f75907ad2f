using Attestation.Tpm.Commands;
using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Sessions;

/// <summary>How a session is to be started.</summary>
public sealed record SessionOptions
{
    public TpmSe Kind { get; init; } = TpmSe.Hmac;

    public TpmAlgId Hash { get; init; } = TpmAlgId.Sha256;

    /// <summary>Cipher for parameters: AES-128-CFB or AES-256-CFB, or NULL for none.</summary>
    public TpmtSymDef Cipher { get; init; } = TpmtSymDef.Aes128Cfb;

    /// <summary>A loaded decryption key that brings a salt to the TPM; without one, who reads the wire reads the session.</summary>
    public (TpmHandle Handle, TpmtPublic Public)? SaltKey { get; init; }

    /// <summary>The entity that the session is bound to, and its authValue.</summary>
    public (TpmHandle Entity, byte[] AuthValue)? Bind { get; init; }
}
