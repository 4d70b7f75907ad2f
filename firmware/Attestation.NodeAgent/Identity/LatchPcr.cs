using Attestation.Tpm.Commands;
using Attestation.Tpm.Sessions;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.NodeAgent.Identity;

/// <summary>
/// The PCR that closes the way to the UDS: while it is all zeros in the SHA-256 bank the TPM computes with the UDS key, once it is extended the TPM
/// refuses until the next reset. That makes it the latch of TCG DICE's hardware requirements; Open Profile for DICE, Appendix A. The extension
/// stands in no log, so a verifier that replays logs must leave this PCR out.
/// </summary>
public sealed class LatchPcr
{
    /// <summary>13: no firmware extends it; systemd does for system extensions, which are not there yet when the agent runs in an initramfs.</summary>
    public const int Default = 13;

    /// <summary>TPM_PT_PCR (TPM 2.0 Part 2, clause 6.14): properties that name PCRs which something less than a reset of the TPM sets back.</summary>
    private static readonly uint[] ResetProperties = [0x02, 0x04, 0x06, 0x08, 0x0A, 0x12]; // RESET_L0 to RESET_L4, DRTM_RESET

    private static readonly byte[] Event = "attestation-node-latch-v1"u8.ToArray();

    public LatchPcr(int index)
    {
        if (index is < 0 or > 23)
            throw AgentException.Usage($"There is no PCR {index}.");
        Index = index;
    }

    public int Index { get; }

    public TpmlPcrSelection Selection => TpmlPcrSelection.Of(TpmAlgId.Sha256, Index);

    /// <summary>PolicyPCR with the PCR at zero, then PolicyCommandCode(TPM2_HMAC).</summary>
    public byte[] Policy => PolicyDigest.Start(TpmAlgId.Sha256)
        .Pcr(Selection, TpmHash.Compute(TpmAlgId.Sha256, new byte[32]))
        .CommandCode(TpmCc.Hmac).Value;

    /// <summary>Is it still open in this boot?</summary>
    /// <exception cref="AgentException">The TPM keeps no SHA-256 bank of it.</exception>
    public async Task<bool> IsOpenAsync(TpmConnection tpm, CancellationToken cancellation = default)
    {
        PcrValues values = await tpm.ReadPcrsAsync(Selection, cancellation);
        return values.TryGet(TpmAlgId.Sha256, Index, out byte[]? value)
            ? value.AsSpan().TrimStart((byte)0).IsEmpty
            : throw AgentException.Failed($"The TPM keeps no PCR {Index} in a SHA-256 bank, and the DICE identity needs one.");
    }

    /// <summary>Refuses a PCR that can be set back to zero without a reset: whoever does so reads the UDS again.</summary>
    /// <exception cref="AgentException">Usage.</exception>
    public async Task RequireOneWayAsync(TpmConnection tpm, CancellationToken cancellation = default)
    {
        var pages = await tpm.ReadCapabilityAsync(TpmCap.PcrProperties, 0, cancellation);
        foreach ((uint tag, byte[] select) in pages.OfType<CapabilityPcrProperties>().SelectMany(page => page.Properties))
        {
            if (ResetProperties.Contains(tag) && Index / 8 < select.Length && (select[Index / 8] >> (Index % 8) & 1) == 1)
                throw AgentException.Usage($"PCR {Index} can be reset while the machine runs, so it cannot close the way to the UDS. Choose another, such as {Default}.");
        }
    }

    /// <summary>Closes the way until the TPM is reset, in all banks.</summary>
    public Task CloseAsync(TpmConnection tpm, CancellationToken cancellation = default) =>
        tpm.SendAsync(new PcrEvent(TpmHandle.Pcr(Index), Event), cancellation);
}
