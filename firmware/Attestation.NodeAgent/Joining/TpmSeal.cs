using System.Security.Cryptography;
using Attestation.Formats.Reasons;
using Attestation.NodeAgent.Keys;
using Attestation.NodeAgent.State;
using Attestation.Tpm.Commands;
using Attestation.Tpm.Sessions;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.NodeAgent.Joining;

/// <summary>
/// Seals a kubelet key under the storage root key of this TPM (TPM2_Create, TPM2_Load, TPM2_Unseal; Part 3 clauses 12.1, 12.2, 12.7), on the wire encrypted to
/// it. Without PCRs whoever may use this TPM can unseal: that keeps the key from a copy of the disk and from another machine, and from nobody else.
/// </summary>
/// <param name="options">The TPM and its hierarchies.</param>
/// <param name="pcrs">PCRs that have to have their values of now; null: none.</param>
public sealed class TpmSeal(AgentOptions options, TpmlPcrSelection? pcrs)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>PCRs of other indices move too while the agent unseals, and each movement ends a PolicyPCR.</summary>
    private const int MostAttempts = 25;

    /// <exception cref="AgentException">The TPM has no such PCRs.</exception>
    /// <exception cref="TpmException">The TPM refused.</exception>
    public Task<SealedKey> SealAsync(KubeletKey key, CancellationToken cancellation) => WithRootAsync(async (tpm, root) =>
    {
        byte[] policy = pcrs is null ? [] : await PolicyAsync(tpm, pcrs, cancellation);
        TpmtPublic template = KeyTemplates.SealedData(TpmAlgId.Sha256, policy);
        template = template with { Attributes = template.Attributes | TpmaObject.NoDa }; // a power cut behind an unseal is no guess at a password
        byte[] secret = key.ExportScalar();
        KeyedSession session = await StartAsync(tpm, root, TpmSe.Hmac, TpmaSession.Decrypt, cancellation);
        try
        {
            var create = new Create(root.Handle, new TpmsSensitiveCreate([], secret), template, [], TpmlPcrSelection.Empty);
            CreateResponse made = await tpm.SendAsync(create, [session], cancellation);
            return new SealedKey(key.SubjectPublicKeyInfo, WireValue.EncodeSized(made.OutPublic), made.OutPrivate, pcrs is null ? null : WireValue.Encode(pcrs));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
            await tpm.EndAsync(session, CancellationToken.None);
        }
    }, cancellation);

    /// <exception cref="JoinFailure">join.key: another TPM, another state of it, or another key.</exception>
    public async Task<KubeletKey> UnsealAsync(SealedKey kept, CancellationToken cancellation)
    {
        (TpmtPublic area, TpmlPcrSelection? demanded) = Read(kept);
        byte[] secret = [];
        try
        {
            secret = await WithRootAsync((tpm, root) => UnsealAsync(tpm, root, new Load(root.Handle, kept.Private, area), demanded, cancellation), cancellation);
            KubeletKey key = KubeletKey.OfScalar(secret);
            return key.SubjectPublicKeyInfo.AsSpan().SequenceEqual(kept.SubjectPublicKeyInfo) ? key : throw new JoinFailure(JoinReasons.Key, "What was sealed is another key.");
        }
        catch (TpmException e) when (e.Code.IsFormatOne)
        {
            throw new JoinFailure(JoinReasons.Key, $"{e.Message}.", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    private static async Task<byte[]> UnsealAsync(TpmConnection tpm, RootKey root, Load load, TpmlPcrSelection? demanded, CancellationToken cancellation)
    {
        LoadResponse loaded = await tpm.SendAsync(load, cancellation);
        try
        {
            return await UnsealAsync(tpm, root, new TpmHandle(loaded.ObjectHandle, loaded.Name), demanded, cancellation);
        }
        finally
        {
            await tpm.FlushAsync(loaded.ObjectHandle, CancellationToken.None);
        }
    }

    private static async Task<byte[]> UnsealAsync(TpmConnection tpm, RootKey root, TpmHandle item, TpmlPcrSelection? demanded, CancellationToken cancellation)
    {
        for (int attempt = 1; ; attempt++)
        {
            KeyedSession session = await StartAsync(tpm, root, demanded is null ? TpmSe.Hmac : TpmSe.Policy, TpmaSession.Encrypt, cancellation);
            try
            {
                if (demanded is not null)
                    await tpm.SendAsync(new PolicyPcr(session.Handle, [], demanded), cancellation);
                return (await tpm.SendAsync(new Unseal(item), [session], cancellation)).OutData;
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

    private static (TpmtPublic Area, TpmlPcrSelection? Demanded) Read(SealedKey kept)
    {
        TpmlPcrSelection? demanded = null;
        return WireValue.TryParseSized(kept.Public, out TpmtPublic? area, out _) && (kept.Pcrs is null || WireValue.TryParse(kept.Pcrs, out demanded, out _))
            ? (area, demanded)
            : throw new JoinFailure(JoinReasons.Key, "The file of the sealed key is damaged.");
    }

    private static async Task<byte[]> PolicyAsync(TpmConnection tpm, TpmlPcrSelection selection, CancellationToken cancellation)
    {
        await PcrChoice.RequireAsync(tpm, selection, cancellation);
        PcrValues values = await tpm.ReadPcrsAsync(selection, cancellation);
        return PolicyDigest.Start(TpmAlgId.Sha256).Pcr(selection, values.Digest(TpmAlgId.Sha256, selection)!).Value;
    }

    private static async Task<KeyedSession> StartAsync(TpmConnection tpm, RootKey root, TpmSe kind, TpmaSession encryption, CancellationToken cancellation)
    {
        KeyedSession session = await tpm.StartSessionAsync(new SessionOptions { Kind = kind, SaltKey = (root.Handle, root.Public) }, cancellation);
        session.Attributes |= encryption;
        return session;
    }

    /// <summary>With the storage root key of Provisioning Guidance clause 7.5.1, which every TPM makes again from the same template.</summary>
    private async Task<T> WithRootAsync<T>(Func<TpmConnection, RootKey, Task<T>> use, CancellationToken cancellation)
    {
        using AgentLock turn = await AgentLock.KeysAsync(options.Folders, Patience, cancellation);
        await using TpmConnection tpm = await NodeTpm.OpenAsync(TpmAddress.Parse(options.Tpm), cancellation);
        var create = new CreatePrimary(TpmHandle.Owner, TpmsSensitiveCreate.Empty, KeyTemplates.StorageRootP256, [], TpmlPcrSelection.Empty);
        CreatePrimaryResponse made = await tpm.SendAsync(create, [Authorization.Password(options.Endorsement.OwnerAuth)], cancellation);
        try
        {
            return await use(tpm, new RootKey(new TpmHandle(made.ObjectHandle, made.Name), made.OutPublic));
        }
        finally
        {
            await tpm.FlushAsync(made.ObjectHandle, CancellationToken.None);
        }
    }

    private sealed record RootKey(TpmHandle Handle, TpmtPublic Public);
}
