namespace Attestation.Factory.Stations.Serial;

/// <summary>docs/formats/device-protocol.md, "Limits", in bytes. The device has its own list; a test compares the two.</summary>
public static class ProtocolSizes
{
    public const int Version = 1;

    /// <summary>Type and sequence.</summary>
    public const int Head = 3;

    public const int Crc = 4;

    public const int Payload = 1024;

    public const int Frame = Head + Payload + Crc;

    /// <summary>Offset and total before the bytes of a part.</summary>
    public const int PartHead = 4;

    public const int Part = Payload - PartHead;

    public const int Request = 2048;

    /// <summary>Bytes of a file or a manifest in one request.</summary>
    public const int Piece = 1024;
}
