using Attestation.NodeAgent.Keys;
using Attestation.Tpm.Commands;
using Attestation.Tpm.Sessions;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.NodeAgent.Identity;

/// <summary>
/// The HMAC key from which the node's UDS comes: UDS = HMAC-SHA-256(key, label). The TPM drew it, it never leaves the TPM (fixedTPM), and its only
/// authorization is the policy of <see cref="LatchPcr"/>.
/// </summary>
public static class UdsKey
{
    private static readonly byte[] Label = "attestation-node-uds-v1"u8.ToArray();

    /// <summary>PCRs of other indices move too while the agent reads (IMA's), and each movement ends a PolicyPCR.</summary>
    private const int MostAttempts = 25;

    public static TpmtPublic Template(LatchPcr latch) => KeyTemplates.HmacKey(TpmAlgId.Sha256, latch.Policy);

    /// <summary>Reads the UDS over a session that encrypts it on its way from the TPM.</summary>
    /// <param name="tpm">The TPM.</param>
    /// <param name="key">The HMAC key.</param>
    /// <param name="salt">An endorsement key, for the session.</param>
    /// <param name="latch">Its PCR is in the policy.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <returns>32 bytes; the caller's to wipe.</returns>
    /// <exception cref="TpmException">TPM_RC_POLICY_FAIL: the latch is closed.</exception>
    public static async Task<byte[]> ReadAsync(
        TpmConnection tpm, LoadedKey key, EndorsementKey salt, LatchPcr latch, CancellationToken cancellation = default)
    {
        for (int attempt = 1; ; attempt++)
        {
            KeyedSession session = await salt.StartEncryptionAsync(TpmSe.Policy, cancellation);
            try
            {
                session.Attributes |= TpmaSession.Encrypt;
                await tpm.SendAsync(new PolicyPcr(session.Handle, [], latch.Selection), cancellation);
                await tpm.SendAsync(new PolicyCommandCode(session.Handle, TpmCc.Hmac), cancellation);
                return (await tpm.SendAsync(new Hmac(key.Handle, Label, TpmAlgId.Null), [session], cancellation)).OutHmac;
            }
            catch (TpmException e) when (e.Code.Base == TpmCodes.PcrChanged && attempt < MostAttempts)
            {
                // another PCR was extended in between: what the policy saw is stale, not wrong
            }
            finally
            {
                await tpm.EndAsync(session, CancellationToken.None);
            }
        }
    }
}
