using System.Security.Cryptography;
using Attestation.Dice;
using Attestation.Dice.Host;
using Attestation.NodeAgent.Evidence;
using Attestation.NodeAgent.Keys;
using Attestation.Tpm.Commands;
using Attestation.Tpm.Sessions;
using Attestation.Tpm.Wire;

namespace Attestation.NodeAgent.Identity;

/// <summary>
/// Gives the node its DICE identity, once per boot: measure, read the UDS, close the latch, derive, keep the attestation key for this boot.
/// Open Profile for DICE, Appendix A: an HMAC key of a TPM stands in for a fused secret. The earlier in the boot, the less has run that could have asked
/// the TPM first; an initramfs is the place for it.
/// </summary>
/// <param name="tpm">The TPM.</param>
/// <param name="options">Keys, PCR and files.</param>
/// <param name="paths">Logs and command line.</param>
/// <param name="endorsement">The endorsement key above the UDS key.</param>
public sealed class NodeIdentityBoot(TpmConnection tpm, IdentityOptions options, NodePaths paths, EndorsementOptions endorsement)
{
    /// <summary>The identity of this boot: kept by an earlier run, or made now.</summary>
    /// <exception cref="AgentException">The PCR cannot serve, the latch was closed by somebody else, or a layer cannot be measured.</exception>
    public async Task<NodeIdentity> RunAsync(CancellationToken cancellation = default)
    {
        var latch = new LatchPcr(options.Pcr);
        if (await TryLoadAsync(cancellation) is { } kept)
        {
            if (await latch.IsOpenAsync(tpm, cancellation)) // a TPM restart without a reboot put the PCR back to zero
                await latch.CloseAsync(tpm, cancellation);
            return kept;
        }
        await latch.RequireOneWayAsync(tpm, cancellation);
        if (!await latch.IsOpenAsync(tpm, cancellation))
            throw AgentException.Refused($"PCR {latch.Index} is not zero: something has extended it in this boot, and the TPM gives the node's UDS only before that. Run the agent earlier in the boot, or choose a PCR that nothing else uses.");
        NodeIdentity identity = await MakeAsync(latch, cancellation);
        try
        {
            NodeIdentityFile.Save(options.BootFile, identity);
            return identity;
        }
        catch
        {
            identity.Dispose();
            throw;
        }
    }

    /// <summary>What an earlier run of this boot kept, or null.</summary>
    public async Task<NodeIdentity?> TryLoadAsync(CancellationToken cancellation = default) =>
        NodeIdentityFile.TryLoad(options.BootFile, BootNumber.Of(await ReadClockAsync(cancellation)));

    private async Task<TpmsClockInfo> ReadClockAsync(CancellationToken cancellation) =>
        (await tpm.SendAsync(new ReadClock(), cancellation)).CurrentTime.ClockInfo;

    /// <summary>From here on the latch is closed on every way out: an agent that fails must not leave the UDS to whoever comes next.</summary>
    private async Task<NodeIdentity> MakeAsync(LatchPcr latch, CancellationToken cancellation)
    {
        byte[] uds = [];
        try
        {
            IReadOnlyList<DiceInputs> layers;
            TpmsClockInfo clock;
            try
            {
                layers = new NodeLayers(options, paths).Measure();
                clock = await ReadClockAsync(cancellation);
                uds = await ReadUdsAsync(latch, cancellation);
            }
            finally
            {
                await latch.CloseAsync(tpm, CancellationToken.None);
            }
            return new DiceBoot(new HostDiceOperations(), options.Form).Run(uds, layers, BootNumber.Of(clock));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(uds);
        }
    }

    private async Task<byte[]> ReadUdsAsync(LatchPcr latch, CancellationToken cancellation)
    {
        var place = new KeyPlace(options.KeyFile, UdsKey.Template(latch)) { Handles = options.Handles };
        await using LoadedKey key = await new TpmKeyStore(tpm, place, endorsement).OpenAsync(cancellation);
        if (!key.Public.AuthPolicy.AsSpan().SequenceEqual(latch.Policy))
            throw AgentException.Refused($"The UDS key in {options.KeyFile} is bound to another PCR than {latch.Index}. Name that PCR, or remove the file to give the node a new identity.");
        await using EndorsementKey? salt = await EndorsementKeys.ReopenAsync(tpm, key.Kept.Parent, key.Kept.ParentName, endorsement.EndorsementAuth, cancellation);
        if (salt is null)
            throw AgentException.Failed("The endorsement key above the UDS key cannot be made.");
        return await UdsKey.ReadAsync(tpm, key, salt, latch, cancellation);
    }
}
