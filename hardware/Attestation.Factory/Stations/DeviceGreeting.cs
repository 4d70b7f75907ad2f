using Attestation.Dice;

namespace Attestation.Factory.Stations;

/// <summary>What a device says when it is spoken to for the first time; nothing of it is proven.</summary>
/// <param name="Protocol">Version of the protocol.</param>
/// <param name="Board">Name of its board description.</param>
/// <param name="State">How far it is.</param>
/// <param name="Serial">The chip's unique number, 1 to 32 bytes; the same after every reset.</param>
public sealed record DeviceGreeting(int Protocol, string Board, DeviceState State, ReadOnlyMemory<byte> Serial)
{
    /// <summary>Of the firmware in the active slot; null where the device does not say.</summary>
    public string? FirmwareVersion { get; init; }

    /// <summary>Security version of that firmware.</summary>
    public ulong? Svn { get; init; }

    /// <summary>RFC 9711 section 4.2.1, 33 bytes; null before an identity was written.</summary>
    public ReadOnlyMemory<byte>? Ueid { get; init; }

    /// <summary>The mode of its last boot.</summary>
    public DiceMode Mode { get; init; }

    /// <summary>What its UDS key pair may be, the board's first choice first.</summary>
    public IReadOnlyList<DiceAlgorithm> Algorithms { get; init; } = [];

    /// <summary>Why its last boot started no firmware: a number of <c>device.*</c>; null when it did.</summary>
    public int? BootRefusal { get; init; }

    /// <summary>The serial number in lower-case hex: the device's name in journals and registers.</summary>
    public string DeviceId => Convert.ToHexStringLower(Serial.Span);
}
