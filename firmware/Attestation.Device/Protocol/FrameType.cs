namespace Attestation.Device.Protocol;

/// <summary>The first byte of a frame; docs/formats/device-protocol.md, "Frames". What a device sends has the top bit set.</summary>
public static class FrameType
{
    /// <summary>Station: a part of a request. offset u16 ‖ total u16 ‖ bytes.</summary>
    public const byte Request = 0x01;

    /// <summary>Station: send the answer from here on. offset u16.</summary>
    public const byte Pull = 0x02;

    /// <summary>Station: it is done with this device. No payload, no answer.</summary>
    public const byte Leave = 0x03;

    /// <summary>Device: the offset that it wants next. offset u16; 0 also means that it does not know this exchange.</summary>
    public const byte Want = 0x81;

    /// <summary>Device: a part of an answer. offset u16 ‖ total u16 ‖ bytes.</summary>
    public const byte Answer = 0x82;

    /// <summary>Device: this exchange is older than the present one. sequence u16 of the present one.</summary>
    public const byte Stale = 0x83;

    /// <summary>Device: what came was no frame. No payload; the sequence is that of the present exchange.</summary>
    public const byte Damaged = 0x84;
}
