using Attestation.Device;
using Attestation.Formats.Reasons;

namespace Attestation.UnitTests.Reasons;

/// <summary>Firmware and hosts share no code: the device's list of refusals and the hosts' list of reasons are written twice and compared here.</summary>
public sealed class DeviceReasonTests
{
    private static readonly (string Area, int First, int Last)[] Ranges =
        [("boot", 1, 19), ("manifest and update", 20, 39), ("protocol", 40, 59), ("application", 60, 69), ("provisioning", 70, 89), ("board", 90, 99)];

    [Fact]
    public void EveryReasonIsARefusalOfTheSameNumberAndName()
    {
        var refusals = Enum.GetValues<DeviceRefusal>().Where(r => r != DeviceRefusal.None).Select(r => $"{(int)r} device.{Dotted(r.ToString())}");
        var reasons = ReasonTable.All.Where(r => r.Area == "device").Select(r => $"{DeviceReasons.Number(r)} {r.Id}");
        Assert.Equal(refusals.Order(StringComparer.Ordinal), reasons.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EveryNumberStandsInARange() =>
        Assert.All(Enum.GetValues<DeviceRefusal>().Where(r => r != DeviceRefusal.None), r => Assert.Contains(Ranges, range => (int)r >= range.First && (int)r <= range.Last));

    [Fact]
    public void AnUnknownNumberHasNoReason() => Assert.Null(DeviceReasons.OfNumber(0x7FFF));

    /// <summary>RequestTooLong -> request-too-long</summary>
    private static string Dotted(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(c) : c.ToString()));
}
