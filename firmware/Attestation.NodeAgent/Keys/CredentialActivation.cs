using Attestation.Tpm.Commands;
using Attestation.Tpm.Sessions;
using Attestation.Tpm.Wire;

namespace Attestation.NodeAgent.Keys;

/// <summary>TPM2_ActivateCredential, Part 1 clause 24: only the TPM that holds both keys gives the secret back.</summary>
public static class CredentialActivation
{
    /// <summary>Opens a credential.</summary>
    /// <param name="tpm">The TPM.</param>
    /// <param name="endorsement">The key to which it was made.</param>
    /// <param name="key">The key for whose Name it was made.</param>
    /// <param name="credentialBlob">TPM2B_ID_OBJECT.</param>
    /// <param name="encryptedSecret">TPM2B_ENCRYPTED_SECRET.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <returns>The secret; the caller's to wipe.</returns>
    /// <exception cref="AgentException">Not of these forms, or made for another key or TPM.</exception>
    public static async Task<byte[]> ActivateAsync(
        TpmConnection tpm, EndorsementKey endorsement, LoadedKey key, byte[] credentialBlob, byte[] encryptedSecret, CancellationToken cancellation = default)
    {
        if (!WireValue.TryParseSized(credentialBlob, out TpmsIdObject? blob, out WireError error))
            throw AgentException.Failed($"The credential is no TPM2B_ID_OBJECT: {error.Sentence}");
        if (encryptedSecret.Length < 2 || (encryptedSecret[0] << 8 | encryptedSecret[1]) != encryptedSecret.Length - 2)
            throw AgentException.Failed("The credential's secret is no TPM2B_ENCRYPTED_SECRET.");
        var activate = new ActivateCredential(key.Handle, endorsement.Handle, blob, encryptedSecret[2..]);
        KeyedSession onTheBus = await endorsement.StartEncryptionAsync(TpmSe.Hmac, cancellation);
        try
        {
            onTheBus.Attributes |= TpmaSession.Encrypt;
            return await endorsement.UseAsync(
                async use => (await tpm.SendAsync(activate, [Authorization.Empty, use, onTheBus], cancellation)).CertInfo, cancellation);
        }
        catch (TpmException e) when (e.Code.IsFormatOne && e.Code.Session is null)
        {
            throw AgentException.Refused($"The credential was not made for this TPM's endorsement key and this attestation key. {e.Message}", e);
        }
        finally
        {
            await tpm.EndAsync(onTheBus, CancellationToken.None);
        }
    }
}
