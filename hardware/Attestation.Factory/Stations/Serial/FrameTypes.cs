namespace Attestation.Factory.Stations.Serial;

/// <summary>docs/formats/device-protocol.md, "Frames". The device has its own list; a test compares the two.</summary>
public static class FrameTypes
{
    public const byte Request = 0x01;
    public const byte Pull = 0x02;
    public const byte Leave = 0x03;
    public const byte Want = 0x81;
    public const byte Answer = 0x82;
    public const byte Stale = 0x83;
    public const byte Damaged = 0x84;
}
