using System.Security.Cryptography;
using Attestation.Tpm.Commands;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Sessions;

/// <summary>
/// One entry of a command's authorization area, Part 1 clause 19. A session is used by one command at a time; its nonces roll with each.
/// </summary>
public abstract class AuthSession
{
    /// <summary>The session, or TPM_RS_PW.</summary>
    public abstract TpmHandle Handle { get; }

    /// <summary>Attributes for the next command; continueSession is set unless the caller clears it.</summary>
    public TpmaSession Attributes { get; set; } = TpmaSession.ContinueSession;

    /// <summary>Encrypts the command's first parameter in place.</summary>
    internal virtual void EncryptCommand(byte[] parameters, byte[] authValue)
    {
    }

    /// <summary>Decrypts the response's first parameter in place.</summary>
    internal virtual void DecryptResponse(byte[] parameters, byte[] authValue)
    {
    }

    /// <summary>Draws the caller's nonce for the next command.</summary>
    internal virtual void RollCallerNonce()
    {
    }

    /// <summary>The entry for a command.</summary>
    /// <param name="command">What is authorized.</param>
    /// <param name="authorized">The entity, or null for a session that only encrypts or audits.</param>
    /// <param name="authValue">The entity's authValue.</param>
    internal abstract TpmsAuthCommand Authorize(CommandDigest command, TpmHandle? authorized, byte[] authValue);

    /// <summary>Checks the response's entry and takes over the TPM's nonce. False: the response is not by the TPM that holds the session.</summary>
    internal abstract bool Accept(ResponseDigest response, TpmsAuthResponse auth, TpmHandle? authorized, byte[] authValue);
}

/// <summary>A password authorization, Part 1 clause 19.4: the authValue goes over the wire in the clear and the response proves nothing.</summary>
public sealed class PasswordSession : AuthSession
{
    public static PasswordSession Instance { get; } = new();

    public override TpmHandle Handle { get; } = new(TpmRh.Pw);

    internal override TpmsAuthCommand Authorize(CommandDigest command, TpmHandle? authorized, byte[] authValue) =>
        new(TpmRh.Pw, [], TpmaSession.ContinueSession, authValue);

    internal override bool Accept(ResponseDigest response, TpmsAuthResponse auth, TpmHandle? authorized, byte[] authValue) =>
        auth.Nonce.Length == 0 && auth.Hmac.Length == 0;
}

/// <summary>What cpHash covers: command code, Names of the handles, parameters as sent.</summary>
internal sealed record CommandDigest(TpmCc Code, IReadOnlyList<TpmHandle> Handles, byte[] Parameters, byte[] ExtraNonces)
{
    public byte[] CpHash(TpmAlgId hash) => TpmHash.Compute(hash, [TpmName.Of((uint)Code), .. Handles.Select(h => h.Name), Parameters]);
}

/// <summary>What rpHash covers: response code, command code, parameters as received.</summary>
internal sealed record ResponseDigest(TpmCc Code, byte[] Parameters)
{
    public byte[] RpHash(TpmAlgId hash) => TpmHash.Compute(hash, new byte[4], TpmName.Of((uint)Code), Parameters);
}
