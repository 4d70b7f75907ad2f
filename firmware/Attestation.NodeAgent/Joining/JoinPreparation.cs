using Attestation.NodeAgent.Running;

namespace Attestation.NodeAgent.Joining;

/// <summary>
/// The first half of a join, before the node attests: brings back what a boot or a crash left behind, says what is due, and makes the key that the evidence is
/// to bind.
/// </summary>
public sealed class JoinPreparation(AgentOptions options, JoinOptions join, AgentLog log, TimeProvider time)
{
    private readonly JoinState state = new(options.Folders);
    private readonly KubeletFiles files = new(join.Folder);
    private readonly TpmSeal seal = new(options, join.SealPcrs);

    /// <returns>Null where nothing is to be done. The caller disposes it.</returns>
    public async Task<JoinTask?> BeginAsync(JoinWish wish, CancellationToken cancellation)
    {
        state.RemoveParts();
        files.RemoveParts();
        await RestoreAsync(cancellation);
        await FinishAsync(cancellation);
        if (NeedOf(wish) is not { } need)
            return null;
        KubeletKey key = await NextKeyAsync(cancellation);
        bool isGateAsked = need == JoinNeed.Join || join.Kind == JoinKind.ClientCertificate;
        return new JoinTask(need, key, isGateAsked ? new SecretsKey() : null) { IsTokenOnly = wish == JoinWish.TokenOnly };
    }

    private JoinNeed? NeedOf(JoinWish wish)
    {
        KubeletCertificate? certificate = files.Certificate();
        JoinRecord? record = state.Record;
        if (record is { IsTokenOnly: true } && certificate is null && wish == JoinWish.WhatIsDue)
            return null; // the kubelet's turn
        if (wish == JoinWish.Again || certificate is null || record is null || !Serves(certificate, record))
            return JoinNeed.Join;
        return wish == JoinWish.Renew || (time.GetUtcNow() >= certificate.RenewAt && wish == JoinWish.WhatIsDue) ? JoinNeed.Renew : null;
    }

    private bool Serves(KubeletCertificate certificate, JoinRecord record) =>
        time.GetUtcNow() < certificate.NotAfter && record.Gate == join.Gate.Address.AbsoluteUri
        && certificate.Node == record.Node && (options.NodeName is null || options.NodeName == record.Node);

    /// <summary>After a boot the folder on the tmpfs is empty: the sealed key and its certificate fill it again.</summary>
    private async Task RestoreAsync(CancellationToken cancellation)
    {
        if (files.Certificate() is not null || state.Record is not { } record || state.Certificate is not { } certificate || certificate.NotAfter <= time.GetUtcNow())
            return;
        KeyAtRest[] places = [state.CurrentKey, state.NextKey];
        if (places.FirstOrDefault(place => place.Hash() is { } hash && hash.AsSpan().SequenceEqual(certificate.KeyHash)) is not { } place)
            return;
        try
        {
            using KubeletKey? key = await place.ReadAsync(seal, cancellation);
            if (key is null)
                return;
            files.Install(certificate, key, certificate.NotBefore);
            files.WriteConfig(record.Cluster, record.Node);
            log.Write(AgentEvent.KubeletKey, "The kubelet's key was unsealed.", ("serial", certificate.Serial));
        }
        catch (JoinFailure e)
        {
            log.Write(AgentEvent.JoinFailed, e.Message, ("reason", e.Reason.Id));
        }
    }

    /// <summary>The certificate of the next key is in use already: a run was cut off behind that, or the kubelet fetched it itself.</summary>
    private async Task FinishAsync(CancellationToken cancellation)
    {
        if (state.NextKey.Hash() is not { } next || files.Certificate() is not { } certificate || !next.AsSpan().SequenceEqual(certificate.KeyHash)
            || state.Record is not { } record)
            return;
        using KubeletKey? key = files.Key();
        if (key is not null)
            await new JoinCompletion(state, files, join.IsSealed ? seal : null).CloseAsync(record, certificate, key, cancellation);
    }

    /// <summary>The key that an earlier run made and did not come to use, else a new one. It is on the disk before anything binds it.</summary>
    private async Task<KubeletKey> NextKeyAsync(CancellationToken cancellation)
    {
        try
        {
            if (await state.NextKey.ReadAsync(seal, cancellation) is { } kept)
                return kept;
        }
        catch (JoinFailure e)
        {
            log.Write(AgentEvent.JoinFailed, e.Message, ("reason", e.Reason.Id));
        }
        KubeletKey made = KubeletKey.Make();
        await state.NextKey.WriteAsync(made, join.IsSealed ? seal : null, cancellation);
        return made;
    }
}
