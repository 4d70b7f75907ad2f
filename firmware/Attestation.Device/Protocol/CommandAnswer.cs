using Attestation.Dice.Wire;

namespace Attestation.Device.Protocol;

/// <summary>The answer to a request: [0, ? map] or [refusal, ? tstr].</summary>
public static class CommandAnswer
{
    /// <summary>Done, and nothing to say.</summary>
    public static byte[] Done() => new CborWriter(2).Array(1).Unsigned(0).ToArray();

    /// <summary>Done.</summary>
    /// <param name="map">What the command gives back, encoded; keys ascending.</param>
    public static byte[] Done(CborWriter map) => Done(map.ToArray());

    /// <summary>Done.</summary>
    /// <param name="map">What the command gives back, encoded.</param>
    public static byte[] Done(byte[] map) => new CborWriter(map.Length + 2).Array(2).Unsigned(0).Raw(map).ToArray();

    /// <summary>Done where there is no refusal.</summary>
    public static byte[] Of(DeviceRefusal refusal) => refusal == DeviceRefusal.None ? Done() : Refused(refusal);

    public static byte[] Refused(DeviceRefusal refusal) => new CborWriter(4).Array(1).Unsigned((uint)(int)refusal).ToArray();

    /// <summary>Refused, with a word for whoever reads the log; never a secret.</summary>
    public static byte[] Refused(DeviceRefusal refusal, string detail) =>
        new CborWriter(8 + detail.Length).Array(2).Unsigned((uint)(int)refusal).Text(detail).ToArray();
}
