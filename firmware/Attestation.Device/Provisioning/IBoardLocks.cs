namespace Attestation.Device.Provisioning;

/// <summary>The locks of a board's description (hardware/boards/NAME/board.yaml, <c>locks</c>) that its firmware can close or read.</summary>
public interface IBoardLocks
{
    /// <summary>Closes every lock that the firmware closes; one that is closed already stays so.</summary>
    /// <returns>A number of the board's (90-99) when its hardware fails. Whether they hold is asked with <see cref="Read"/>.</returns>
    DeviceRefusal TryLock();

    /// <summary>Reads them from the hardware, in the order of the description; never remembered.</summary>
    BoardLockState[] Read();
}
