using System;

namespace Attestation.Dice.Certificates;

/// <summary>OperationalFlags of DiceTcbInfo. The value of bit n is 1 &lt;&lt; n; in the BIT STRING bit 0 is the first one.</summary>
[Flags]
public enum TcbFlags : uint
{
    None = 0,
    NotConfigured = 1u << 0,
    NotSecure = 1u << 1,
    Recovery = 1u << 2,
    Debug = 1u << 3,
    NotReplayProtected = 1u << 4,
    NotIntegrityProtected = 1u << 5,
    NotRuntimeMeasured = 1u << 6,
    NotImmutable = 1u << 7,
    NotTcb = 1u << 8,

    /// <summary>The BIT STRING has all 32 bits.</summary>
    FixedWidth = 1u << 31,
}
