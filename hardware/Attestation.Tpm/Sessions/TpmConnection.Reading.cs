using Attestation.Tpm.Commands;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Sessions;

/// <summary>Reads that a TPM answers in pieces, put together.</summary>
public sealed partial class TpmConnection
{
    /// <summary>All values of one capability.</summary>
    /// <param name="capability">Which list.</param>
    /// <param name="first">First property, handle or command code.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    public async Task<IReadOnlyList<TpmsCapabilityData>> ReadCapabilityAsync(
        TpmCap capability, uint first = 0, CancellationToken cancellation = default)
    {
        var pages = new List<TpmsCapabilityData>();
        for (bool more = true; more;)
        {
            GetCapabilityResponse page = await SendAsync(new GetCapability(capability, first, 256), cancellation).ConfigureAwait(false);
            pages.Add(page.Data);
            uint? last = LastOf(page.Data);
            more = page.MoreData && last >= first;
            first = more ? last!.Value + 1 : 0;
        }
        return pages;
    }

    /// <summary>One TPM property, or null where the TPM has none of that number.</summary>
    public async Task<uint?> ReadPropertyAsync(TpmPt property, CancellationToken cancellation = default)
    {
        GetCapabilityResponse page = await SendAsync(new GetCapability(TpmCap.TpmProperties, (uint)property, 1), cancellation).ConfigureAwait(false);
        return page.Data is CapabilityPairs { Pairs: [var pair, ..] } && pair.Key == (uint)property ? pair.Value : null;
    }

    /// <summary>Values of any number of PCRs; banks and PCRs that the TPM does not have are left out.</summary>
    /// <param name="selection">The PCRs.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    public async Task<PcrValues> ReadPcrsAsync(TpmlPcrSelection selection, CancellationToken cancellation = default)
    {
        var values = new PcrValues();
        foreach (TpmsPcrSelection bank in selection.Selections)
        {
            int[] left = [.. bank.Indices];
            while (left.Length > 0)
            {
                int[] asked = [.. left.Take(8)];
                PcrReadResponse read = await SendAsync(new PcrRead(TpmlPcrSelection.Of(bank.Hash, asked)), cancellation).ConfigureAwait(false);
                foreach (((TpmAlgId hash, int index), byte[] value) in read.PcrSelectionOut.InOrder.Zip(read.PcrValues.Digests))
                    values.Set(hash, index, value);
                left = left[asked.Length..];
            }
        }
        return values;
    }

    /// <summary>The whole content of an NV index that its owner, or anybody with its authValue, may read.</summary>
    /// <param name="index">Handle of the index.</param>
    /// <param name="asOwner">Read with owner authorization instead of the index's own.</param>
    /// <param name="authorization">For the owner, or for the index.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    public async Task<byte[]> ReadNvAsync(uint index, bool asOwner, Authorization authorization, CancellationToken cancellation = default)
    {
        NvReadPublicResponse area = await SendAsync(new NvReadPublic(new TpmHandle(index)), cancellation).ConfigureAwait(false);
        var handle = new TpmHandle(index, area.NvName);
        uint most = Math.Clamp(await ReadPropertyAsync(TpmPt.NvBufferMax, cancellation).ConfigureAwait(false) ?? 512, 64, 2048);
        var content = new List<byte>();
        while (content.Count < area.NvPublic.DataSize)
        {
            var size = (ushort)Math.Min(most, (uint)(area.NvPublic.DataSize - content.Count));
            var read = new NvRead(asOwner ? TpmHandle.Owner : handle, handle, size, (ushort)content.Count);
            byte[] part = (await SendAsync(read, [authorization], cancellation).ConfigureAwait(false)).Data;
            if (part.Length == 0)
                throw new TpmProtocolException($"NV index 0x{index:X8} ended after {content.Count} of {area.NvPublic.DataSize} bytes");
            content.AddRange(part);
        }
        return [.. content];
    }

    private static uint? LastOf(TpmsCapabilityData data) => data switch
    {
        CapabilityPairs { Pairs: [.., var pair] } => pair.Key,
        CapabilityNumbers { Capability: TpmCap.Commands, Numbers: [.., var command] } => command & (uint)TpmaCc.CommandIndex,
        CapabilityNumbers { Numbers: [.., var number] } => number,
        _ => null,
    };
}
