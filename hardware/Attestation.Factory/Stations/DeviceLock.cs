namespace Attestation.Factory.Stations;

/// <summary>One lock of a board.</summary>
/// <param name="Name">As the board description names it: <c>secure-boot</c>, <c>flash-encryption</c>, <c>jtag</c>.</param>
/// <param name="InForce">Read back from the hardware, not remembered.</param>
public sealed record DeviceLock(string Name, bool InForce);
