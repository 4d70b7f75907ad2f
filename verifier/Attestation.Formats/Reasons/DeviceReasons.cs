namespace Attestation.Formats.Reasons;

/// <summary>What a device says when it says no, events 6001-6099: the event is 6000 + the number on the wire (docs/formats/device-protocol.md). One partial
/// file per area of numbers.</summary>
public static partial class DeviceReasons
{
    private const int FirstEvent = 6000;

    internal static ReasonCode[] All => [.. OfBoot, .. OfUpdate, .. OfProtocol, .. OfApplication, .. OfProvisioning, .. OfBoard];

    private static readonly Lazy<Dictionary<int, ReasonCode>> ByNumber = new(() => All.ToDictionary(Number));

    /// <summary>The number that the device sends for a reason.</summary>
    public static int Number(ReasonCode reason) => reason.EventId - FirstEvent;

    /// <summary>The reason behind a number; null where this version of the host does not know it.</summary>
    public static ReasonCode? OfNumber(int number) => ByNumber.Value.GetValueOrDefault(number);

    private static ReasonCode Device(int number, string id, string sentence, string remedy, string clause) =>
        new(FirstEvent + number, "device." + id, sentence, remedy, clause);
}
