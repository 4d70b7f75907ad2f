using Attestation.Tpm.Commands;
using Attestation.Tpm.Sessions;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.NodeAgent.Keys;

/// <summary>An endorsement key that is in the TPM now. Disposed, it leaves the TPM again unless it is persistent.</summary>
public sealed class EndorsementKey : IAsyncDisposable
{
    private readonly TpmConnection tpm;
    private readonly byte[] endorsementAuth;
    private readonly bool isTransient;

    internal EndorsementKey(TpmConnection tpm, byte[] endorsementAuth, MadeKey made)
    {
        (this.tpm, this.endorsementAuth, isTransient) = (tpm, endorsementAuth, made.IsTransient);
        (Template, Public) = (made.Template, made.Public);
        Name = TpmName.Of(made.Public);
        Handle = new TpmHandle(made.Handle, Name);
    }

    /// <summary>L-1 to H-7 of the EK Credential Profile, with the public area that makes this very key.</summary>
    public EkTemplate Template { get; }

    public TpmtPublic Public { get; }

    public byte[] Name { get; }

    public TpmHandle Handle { get; }

    /// <summary>Qualified name: the key is a primary of the endorsement hierarchy.</summary>
    public byte[] QualifiedName => TpmName.Qualified(TpmName.Of(TpmRh.Endorsement), Public);

    /// <summary>DER, leaf first; empty where the platform has no certificate.</summary>
    public IReadOnlyList<byte[]> Certificates { get; init; } = [];

    /// <summary>What an operator should know about how the key was found.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>
    /// One use of the key as a parent or for a credential, by its policy. High-range keys would take their empty authValue too, but that is guarded
    /// against dictionary attacks: a power cut after it counts as a failed attempt, and after a few of them the TPM locks the key.
    /// </summary>
    public async Task<T> UseAsync<T>(Func<Authorization, Task<T>> use, CancellationToken cancellation)
    {
        KeyedSession session = await tpm.StartSessionAsync(
            new SessionOptions { Kind = TpmSe.Policy, Hash = Public.NameAlg, Cipher = TpmtSymDef.Null }, cancellation);
        try
        {
            await SatisfyAsync(session, cancellation);
            return await use(session);
        }
        finally
        {
            await tpm.EndAsync(session, CancellationToken.None);
        }
    }

    /// <summary>Policy A: PolicySecret(endorsement). Policy B, of the high range: policy A or another. EK Credential Profile clause B.6.</summary>
    private async Task SatisfyAsync(KeyedSession session, CancellationToken cancellation)
    {
        var secret = new PolicySecret(TpmHandle.Endorsement, session.Handle, [], [], [], 0);
        await tpm.SendAsync(secret, [Authorization.Password(endorsementAuth)], cancellation);
        byte[] alone = EkTemplates.PolicyA(Public.NameAlg);
        if (!Public.AuthPolicy.AsSpan().SequenceEqual(alone))
            await tpm.SendAsync(new PolicyOr(session.Handle, new TpmlDigest([alone, EkTemplates.PolicyC(Public.NameAlg)])), cancellation);
    }

    /// <summary>
    /// A session that encrypts answers on their way from the TPM, salted by this key: who listens on the bus between TPM and processor reads
    /// nothing. The caller ends it.
    /// </summary>
    public Task<KeyedSession> StartEncryptionAsync(TpmSe kind, CancellationToken cancellation) =>
        tpm.StartSessionAsync(new SessionOptions { Kind = kind, SaltKey = (Handle, Public) }, cancellation);

    public async ValueTask DisposeAsync()
    {
        if (isTransient)
            await tpm.FlushAsync(Handle.Value);
    }
}
