using System.Security.Cryptography;
using Attestation.Tpm.Commands;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Sessions;

/// <summary>
/// Starting and ending sessions, Part 1 clause 19.6.8: sessionKey = KDFa(hash, bind authValue | salt, "ATH", nonceTPM, nonceCaller, bits).
/// </summary>
public sealed partial class TpmConnection
{
    /// <summary>Starts an HMAC, policy or trial session.</summary>
    /// <exception cref="ArgumentException">The salt key cannot receive a secret, or the cipher is none that encrypts parameters here.</exception>
    public async Task<KeyedSession> StartSessionAsync(SessionOptions options, CancellationToken cancellation = default)
    {
        if (options.Cipher.Algorithm != TpmAlgId.Null && options.Cipher is not { Algorithm: TpmAlgId.Aes, Mode: TpmAlgId.Cfb })
            throw new ArgumentException("parameters are encrypted with AES-CFB or not at all", nameof(options));
        SharedSecret? salt = Salt(options);
        byte[] nonceCaller = RandomNumberGenerator.GetBytes(options.Hash.DigestSize());
        byte[] secret = [.. KeyedSession.Trimmed(options.Bind?.AuthValue ?? []), .. salt?.Secret ?? []];
        try
        {
            StartAuthSessionResponse started = await SendAsync(
                new StartAuthSession(options.SaltKey?.Handle ?? TpmHandle.Null, options.Bind?.Entity ?? TpmHandle.Null, nonceCaller,
                    salt?.Encrypted ?? [], options.Kind, options.Cipher, options.Hash),
                cancellation).ConfigureAwait(false);
            byte[] key = options.SaltKey is null && options.Bind is null
                ? []
                : Kdf.KdfA(options.Hash, secret, "ATH", started.NonceTpm, nonceCaller, options.Hash.DigestSize() * 8);
            return new KeyedSession(
                started.SessionHandle, options.Kind, options.Hash, options.Cipher, key, options.Bind?.Entity.Name ?? [], started.NonceTpm);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
            CryptographicOperations.ZeroMemory(salt?.Secret);
        }
    }

    /// <summary>A policy session on which PolicySecret(endorsement) was done: what a low-range endorsement key takes, once.</summary>
    /// <param name="endorsementAuth">authValue of the endorsement hierarchy; empty on nearly all machines.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    public async Task<KeyedSession> StartEndorsementPolicyAsync(byte[] endorsementAuth, CancellationToken cancellation = default)
    {
        var options = new SessionOptions { Kind = TpmSe.Policy, Cipher = TpmtSymDef.Null };
        KeyedSession session = await StartSessionAsync(options, cancellation).ConfigureAwait(false);
        var secret = new PolicySecret(TpmHandle.Endorsement, session.Handle, [], [], [], 0);
        try
        {
            await SendAsync(secret, [Authorization.Password(endorsementAuth)], cancellation).ConfigureAwait(false);
            return session;
        }
        catch (TpmException)
        {
            await EndAsync(session, cancellation).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Removes an object or a session from the TPM.</summary>
    public Task FlushAsync(uint handle, CancellationToken cancellation = default) => SendAsync(new FlushContext(handle), cancellation);

    /// <summary>Ends a session and wipes its key.</summary>
    public async Task EndAsync(KeyedSession session, CancellationToken cancellation = default)
    {
        session.Dispose();
        await FlushAsync(session.Handle.Value, cancellation).ConfigureAwait(false);
    }

    private static SharedSecret? Salt(SessionOptions options)
    {
        if (options.SaltKey is not { } saltKey)
            return null;
        return SecretSharing.TryShare(saltKey.Public, SecretSharing.Salt, RandomNumberGenerator.Fill, out SharedSecret? salt)
            ? salt
            : throw new ArgumentException("the key cannot receive a salt", nameof(options));
    }
}
