using Attestation.Dice;
using Attestation.Factory.Provisioning;

namespace Attestation.Simulator.Boards;

/// <summary>The board's one-time-programmable memory with its latch. TCG DICE, "Hardware Requirements for a Device Identifier Composition Engine":
/// the UDS can be read once after a reset and then not until the next.</summary>
public sealed class UdsFuse(FuseContent content) : IDisposable
{
    public bool IsLatched { get; private set; }

    /// <summary>The UDS, when the latch is open; reading closes it. The caller wipes what he gets.</summary>
    public bool TryRead(IDiceOperations operations, out byte[] uds)
    {
        uds = [];
        if (IsLatched)
            return false;
        IsLatched = true;
        uds = content.DeriveUds(operations);
        return true;
    }

    /// <summary>What a reset of the board does to the latch; no code on the board can do it.</summary>
    internal void Reset() => IsLatched = false;

    public void Dispose() => content.Dispose();
}
