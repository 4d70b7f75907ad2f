using Attestation.Factory.Provisioning;
using Attestation.Simulator.Boards;

namespace Attestation.Simulator.Worlds;

/// <summary>A device as it left the factory.</summary>
/// <param name="Name">Unique in its world.</param>
/// <param name="Board">The hardware; owned by this record.</param>
/// <param name="Made">What the station said and signed.</param>
public sealed record WorldDevice(string Name, Board Board, ProvisionedDevice Made) : IDisposable
{
    public void Dispose() => Board.Dispose();
}
