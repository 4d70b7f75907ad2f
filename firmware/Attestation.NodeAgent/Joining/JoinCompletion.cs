namespace Attestation.NodeAgent.Joining;

/// <summary>The last steps of a join, in an order in which each can be the last one of a run: the next run takes up the others.</summary>
/// <param name="state">The agent's side.</param>
/// <param name="files">The kubelet's side.</param>
/// <param name="seal">Where the key is sealed at rest; else null.</param>
internal sealed class JoinCompletion(JoinState state, KubeletFiles files, TpmSeal? seal)
{
    public async Task InstallAsync(JoinRecord record, KubeletCertificate certificate, KubeletKey key, DateTimeOffset now, CancellationToken cancellation)
    {
        if (seal is not null)
            state.Write(certificate); // first what survives a boot
        files.Install(certificate, key, now);
        await CloseAsync(record, certificate, key, cancellation);
    }

    /// <summary>Certificate and key are in use; what is left is to say so.</summary>
    public async Task CloseAsync(JoinRecord record, KubeletCertificate certificate, KubeletKey key, CancellationToken cancellation)
    {
        files.WriteConfig(record.Cluster, record.Node);
        files.RemoveBootstrap();
        if (seal is null)
        {
            state.NextKey.Remove();
            return;
        }
        state.Write(certificate);
        await state.CurrentKey.WriteAsync(key, seal, cancellation);
        state.NextKey.Remove();
    }
}
