using System.Globalization;
using Attestation.Tpm.Commands;
using Attestation.Tpm.Sessions;
using Attestation.Tpm.Wire;

namespace Attestation.NodeAgent.Keys;

/// <summary>A range of persistent handles that the operator leaves to the agent.</summary>
/// <param name="First">First handle, 0x81xxxxxx.</param>
/// <param name="Last">Last handle.</param>
public sealed record HandleRange(uint First, uint Last)
{
    /// <summary>Away from storage roots (0x8100xxxx) and endorsement keys (0x8101xxxx), inside what the owner may use (below 0x81800000).</summary>
    public static HandleRange Default { get; } = new(0x81026000, 0x8102600F);

    /// <summary><c>0x81026000-0x8102600F</c>, or one handle.</summary>
    /// <exception cref="AgentException">Usage.</exception>
    public static HandleRange Parse(string text)
    {
        string[] ends = text.Split('-');
        if (ends.Length <= 2 && TryHandle(ends[0], out uint first) && TryHandle(ends[^1], out uint last) && first <= last)
            return new HandleRange(first, last);
        throw AgentException.Usage($"'{text}' is no range of persistent handles of the owner: write 0x81026000-0x8102600F, from 0x81000000 to 0x817FFFFF.");
    }

    private static bool TryHandle(string text, out uint handle)
    {
        handle = 0;
        return text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            && uint.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out handle)
            && handle is >= 0x81000000 and <= 0x817FFFFF;
    }
}

/// <summary>What is persistent in the TPM.</summary>
internal static class PersistentHandles
{
    public static async Task<IReadOnlyList<uint>> InRangeAsync(TpmConnection tpm, uint first, uint last, CancellationToken cancellation)
    {
        var pages = await tpm.ReadCapabilityAsync(TpmCap.Handles, first, cancellation);
        return [.. pages.OfType<CapabilityNumbers>().SelectMany(page => page.Numbers).Where(h => h >= first && h <= last).Order()];
    }

    /// <summary>Public area and names, or null where nothing is at the handle.</summary>
    /// <exception cref="TpmException">Any other refusal.</exception>
    public static async Task<ReadPublicResponse?> TryReadAsync(TpmConnection tpm, uint handle, CancellationToken cancellation)
    {
        try
        {
            return await tpm.SendAsync(new ReadPublic(new TpmHandle(handle)), cancellation);
        }
        catch (TpmException e) when (e.Code.Base == TpmCodes.Handle)
        {
            return null;
        }
    }
}
