using System.Diagnostics.CodeAnalysis;
using Attestation.Formats.Cbor;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Eat;

/// <summary>
/// A claims set (RFC 9711 section 3, CBOR). Claims that this project uses are typed and checked against their definition; all others are kept as
/// they came in <see cref="Others"/>. Absent claims are null or empty.
/// </summary>
public sealed partial class EatClaims
{
    private Dictionary<CborLabel, ReadOnlyMemory<byte>>? _others; // most tokens have neither
    private Dictionary<string, EatSubmodule>? _submodules;

    private static readonly Dictionary<string, EatSubmodule> NoSubmodules = [];
    private static readonly Dictionary<CborLabel, ReadOnlyMemory<byte>> NoOthers = [];

    private EatClaims()
    {
    }

    /// <summary>Claim 10: one or more nonces of 8 to 64 bytes.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Nonces { get; private set; } = [];

    /// <summary>Claim 256: 7 to 33 bytes, type byte first.</summary>
    public ReadOnlyMemory<byte>? Ueid { get; private set; }

    /// <summary>Claim 258 in its byte string forms: random (16 bytes) or IEEE (3 bytes).</summary>
    public ReadOnlyMemory<byte>? OemId { get; private set; }

    /// <summary>Claim 258 as an IANA private enterprise number.</summary>
    public long? OemEnterpriseNumber { get; private set; }

    /// <summary>Claim 259: 1 to 32 bytes.</summary>
    public ReadOnlyMemory<byte>? HardwareModel { get; private set; }

    /// <summary>Claim 262.</summary>
    public bool? OemBoot { get; private set; }

    /// <summary>Claim 263.</summary>
    public DebugStatus? DebugStatus { get; private set; }

    /// <summary>Claim 265 as a URI; an OID stands as dotted decimal.</summary>
    public string? Profile { get; private set; }

    /// <summary>Claim 267.</summary>
    public ulong? BootCount { get; private set; }

    /// <summary>Claim 268: 32 to 64 bytes.</summary>
    public ReadOnlyMemory<byte>? BootSeed { get; private set; }

    /// <summary>Claim 273.</summary>
    public IReadOnlyList<EatMeasurement> Measurements { get; private set; } = [];

    /// <summary>Claim 275, 1 to 5.</summary>
    public int? IntendedUse { get; private set; }

    public string? Issuer { get; private set; }

    public string? Subject { get; private set; }

    /// <summary>Claim 6, seconds since 1970.</summary>
    public long? IssuedAt { get; private set; }

    /// <summary>Claim 5, seconds since 1970.</summary>
    public long? NotBefore { get; private set; }

    /// <summary>Claim 4, seconds since 1970.</summary>
    public long? Expiration { get; private set; }

    /// <summary>Claim 266.</summary>
    public IReadOnlyDictionary<string, EatSubmodule> Submodules => _submodules ?? NoSubmodules;

    /// <summary>Claims that are not typed above, as encoded items.</summary>
    public IReadOnlyDictionary<CborLabel, ReadOnlyMemory<byte>> Others => _others ?? NoOthers;

    public static bool TryParse(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out EatClaims? claims, out ParseError error)
    {
        claims = null;
        if (!StrictCborReader.TryOpen(bytes, out StrictCborReader reader, out error))
            return false;
        var read = new EatClaims();
        if (!reader.IsMap)
            reader.Fail(EatReasons.Claims);
        else if (reader.TryReadMap(read, static (r, to, label) => to.TryReadClaim(r, label), max: 256))
        {
            claims = read;
            return true;
        }
        error = reader.Error;
        return false;
    }

    /// <summary>Is this token written to the given profile?</summary>
    public bool RequireProfile(string profile, out ParseError error)
    {
        error = Profile == profile ? default : new ParseError(EatReasons.Profile, 0, "265");
        return error.Code is null;
    }
}
