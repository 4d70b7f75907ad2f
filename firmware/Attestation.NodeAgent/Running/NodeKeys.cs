using System.Security.Cryptography;
using Attestation.NodeAgent.Evidence;
using Attestation.NodeAgent.Identity;
using Attestation.NodeAgent.Joining;
using Attestation.NodeAgent.Keys;
using Attestation.NodeAgent.State;
using Attestation.Tpm.Sessions;

namespace Attestation.NodeAgent.Running;

/// <summary>
/// The TPM and the attestation key in it, for one attempt. Opened anew each time: a TPM that was reset, a device that vanished and came back, and a
/// key that has to be loaded again are then no special cases. Other agents of this folder wait for their turn.
/// </summary>
public sealed class NodeKeys : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly AgentLock turn;

    private NodeKeys(AgentLock turn, TpmConnection tpm, LoadedKey attestation, NodeIdentity? identity) =>
        (this.turn, Tpm, Attestation, Identity) = (turn, tpm, attestation, identity);

    public TpmConnection Tpm { get; }

    public LoadedKey Attestation { get; }

    /// <summary>The DICE identity that was made in this boot; null where none was.</summary>
    public NodeIdentity? Identity { get; }

    /// <summary>SHA-256 of the raw UDS public key, lower-case hex.</summary>
    public string? UdsKey => Identity is null ? null : Convert.ToHexStringLower(SHA256.HashData(Identity.UdsPublicKey));

    /// <summary>TPM name of the attestation key, lower-case hex.</summary>
    public string Node => Convert.ToHexStringLower(Attestation.Name);

    /// <exception cref="AgentException">No TPM, no key, or another agent does not let go.</exception>
    public static async Task<NodeKeys> OpenAsync(AgentOptions options, AgentLog log, CancellationToken cancellation)
    {
        AgentLock turn = await AgentLock.KeysAsync(options.Folders, Patience, cancellation);
        TpmConnection? tpm = null;
        try
        {
            tpm = await NodeTpm.OpenAsync(TpmAddress.Parse(options.Tpm), cancellation);
            NodeIdentity? identity = options.Identity is { } wanted
                ? await new NodeIdentityBoot(tpm, wanted, options.Paths, options.Endorsement).TryLoadAsync(cancellation)
                : null;
            var store = new TpmKeyStore(tpm, options.AttestationKeyPlace, options.Endorsement);
            var keys = new NodeKeys(turn, tpm, await store.OpenAsync(cancellation), identity);
            keys.Tell(log);
            return keys;
        }
        catch
        {
            if (tpm is not null)
                await tpm.DisposeAsync();
            turn.Dispose();
            throw;
        }
    }

    /// <param name="options">Logs and PCRs.</param>
    /// <param name="udsCertificate">The verifier's, where it gave one.</param>
    public EvidenceMaker EvidenceMaker(AgentOptions options, byte[]? udsCertificate) => new(Tpm, Attestation, options.Paths, options.Pcrs)
    {
        DeviceEvidence = Identity is { } identity ? nonce => identity.Attest(nonce, udsCertificate) : null,
    };

    /// <summary>What the quotes bind besides: the node's name, its kubelet's key, and a key for secrets where the node joins just now.</summary>
    /// <param name="options">Where the kubelet's key is.</param>
    /// <param name="nodeName">As enrolled.</param>
    /// <param name="secretsKey">SHA-256 of its SubjectPublicKeyInfo, or null.</param>
    public static NodeBindings Bindings(AgentOptions options, string? nodeName, byte[]? secretsKey = null) => new()
    {
        NodeName = nodeName,
        KubeletKey = options.Join is { } join ? new JoinKeys(options.Folders, join).Bound()
            : options.KubeletKeyFile is { } path ? KubeletKeyFile.Hash(path) : null,
        SecretsKey = secretsKey,
    };

    public async ValueTask DisposeAsync()
    {
        Identity?.Dispose();
        try
        {
            await Attestation.DisposeAsync();
        }
        finally
        {
            await Tpm.DisposeAsync();
            turn.Dispose();
        }
    }

    private void Tell(AgentLog log)
    {
        if (Attestation.Lost is { } lost)
            log.Write(AgentEvent.KeyLost, lost, ("node", Node));
        if (Attestation.Origin != KeyOrigin.Persistent)
            log.Write(AgentEvent.Key, null, ("node", Node), ("origin", Attestation.Origin.ToString().ToLowerInvariant()), ("handle", $"0x{Attestation.Handle.Value:X8}"));
        foreach (string note in Attestation.Notes)
            log.Write(AgentEvent.Note, note);
    }
}
