namespace Attestation.Dice.Certificates;

/// <summary>FWID of DiceTcbInfo: a SHA-2 digest of firmware. The length of the digest says which hash it is: 32, 48 or 64 bytes.</summary>
public sealed class FirmwareId
{
    public FirmwareId(byte[] digest) => Digest = digest;

    public byte[] Digest { get; }
}
