using Attestation.Tpm.Commands;
using Attestation.Tpm.Sessions;
using Attestation.Tpm.Wire;

namespace Attestation.NodeAgent.Keys;

/// <summary>The NV indices that are there, and their content as far as it may be read.</summary>
internal sealed class NvShelf(TpmConnection tpm, byte[] ownerAuth, IReadOnlySet<uint> present)
{
    /// <summary>What could not be read and why.</summary>
    public List<string> Notes { get; } = [];

    public static async Task<IReadOnlySet<uint>> IndicesAsync(TpmConnection tpm, CancellationToken cancellation)
    {
        var pages = await tpm.ReadCapabilityAsync(TpmCap.Handles, TpmRh.NvIndexFirst, cancellation);
        return pages.OfType<CapabilityNumbers>().SelectMany(page => page.Numbers).ToHashSet();
    }

    public IEnumerable<uint> Between(uint first, uint last) => present.Where(index => index >= first && index <= last).Order();

    /// <summary>Content of an index; null where there is none, it was never written, or it may not be read (then <see cref="Notes"/> says so).</summary>
    public async Task<byte[]?> ReadAsync(uint index, CancellationToken cancellation)
    {
        if (!present.Contains(index))
            return null;
        try
        {
            TpmaNv attributes = (await tpm.SendAsync(new NvReadPublic(new TpmHandle(index)), cancellation)).NvPublic.Attributes;
            if (!attributes.HasFlag(TpmaNv.Written))
                return null;
            bool asOwner = !attributes.HasFlag(TpmaNv.AuthRead);
            return await tpm.ReadNvAsync(index, asOwner, asOwner ? Authorization.Password(ownerAuth) : Authorization.Empty, cancellation);
        }
        catch (TpmException e)
        {
            Notes.Add($"NV index 0x{index:X8} cannot be read: {e.Message}");
            return null;
        }
    }
}
