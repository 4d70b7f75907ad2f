using System.Security.Cryptography;
using Attestation.NodeAgent.Keys;
using Attestation.Tpm.Sessions;
using Attestation.Tpm.Wire;

namespace Attestation.NodeAgent.Evidence;

/// <summary>
/// Makes evidence of this node for one challenge. The order matters: device evidence first, since the bindings hash it; then the quotes, since they
/// hash the bindings; the growing logs last, since a log may say more than the quoted PCRs, never less.
/// </summary>
/// <param name="tpm">The TPM.</param>
/// <param name="key">Makes the quotes.</param>
/// <param name="paths">Where the logs are.</param>
/// <param name="selection">PCRs to quote; see <see cref="PcrChoice"/>.</param>
public sealed class EvidenceMaker(TpmConnection tpm, LoadedKey key, NodePaths paths, TpmlPcrSelection selection)
{
    /// <summary>Room for all that is no log: keys, quotes, PCR values, bindings, names.</summary>
    private const int Structures = 256 << 10;

    /// <summary>Gives device evidence over a nonce, where the node has a DICE identity: see <c>NodeIdentity.Attest</c>.</summary>
    public Func<byte[], byte[]>? DeviceEvidence { get; init; }

    /// <param name="nonce">The session's, 8 to 64 bytes.</param>
    /// <param name="bindings">What else to bind; <see cref="NodeBindings.DeviceEvidence"/> is set here.</param>
    /// <param name="imaStart">Where the verifier wants the IMA list to begin.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    public async Task<NodeEvidenceDocument> MakeAsync(
        byte[] nonce, NodeBindings bindings, ImaStart imaStart = default, CancellationToken cancellation = default)
    {
        byte[]? deviceEvidence = DeviceEvidence?.Invoke(nonce);
        byte[] bound = (bindings with { DeviceEvidence = deviceEvidence is null ? null : SHA256.HashData(deviceEvidence) }).Encode();
        await PcrChoice.RequireAsync(tpm, selection, cancellation);
        QuotedPcrs quoted = await QuoteMaker.QuoteAsync(tpm, key, QualifyingData.OfEvidence(nonce, bound), selection, cancellation);
        SortedDictionary<string, byte[]> variables = EfiVariables.Read(paths.EfiVariables);
        LogContent boot = LogFile.Read(paths.BootLog, EvidenceFormat.MostBootLog);
        LogContent userspace = LogFile.Read(paths.UserspaceLog, EvidenceFormat.MostUserspaceLog);
        long others = boot.Length + userspace.Length + variables.Sum(v => (long)v.Value.Length) + (deviceEvidence?.Length ?? 0);
        ImaContent ima = LogFile.ReadIma(paths.ImaLog, imaStart, (int)Math.Min(EvidenceFormat.MostImaLog, EvidenceFormat.MostBytes - others - Structures));
        return NodeEvidenceWriter.Write(new EvidenceParts(key.Public, quoted, boot, ima, userspace, variables, bound, deviceEvidence));
    }
}
