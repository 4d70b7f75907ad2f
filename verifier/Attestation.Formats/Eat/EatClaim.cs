namespace Attestation.Formats.Eat;

/// <summary>Keys of claims in the CBOR form (RFC 8392 section 4; RFC 9711 section 10.2).</summary>
public static class EatClaim
{
    public const long Issuer = 1;
    public const long Subject = 2;
    public const long Audience = 3;
    public const long Expiration = 4;
    public const long NotBefore = 5;
    public const long IssuedAt = 6;
    public const long CwtId = 7;
    public const long Confirmation = 8;
    public const long Nonce = 10;
    public const long Ueid = 256;
    public const long OemId = 258;
    public const long HardwareModel = 259;
    public const long HardwareVersion = 260;
    public const long OemBoot = 262;
    public const long DebugStatus = 263;
    public const long Profile = 265;
    public const long Submodules = 266;
    public const long BootCount = 267;
    public const long BootSeed = 268;
    public const long SoftwareName = 270;
    public const long SoftwareVersion = 271;
    public const long Measurements = 273;
    public const long IntendedUse = 275;
}
