using Attestation.Tpm.Wire;

namespace Attestation.NodeAgent.Keys;

/// <summary>Compares keys with templates: everything but the unique field, which is the key itself.</summary>
internal static class KeyShape
{
    public static bool IsSame(TpmtPublic key, TpmtPublic template) =>
        WireValue.Encode(WithoutUnique(key)).AsSpan().SequenceEqual(WireValue.Encode(WithoutUnique(template)));

    private static TpmtPublic WithoutUnique(TpmtPublic area) => area.Parameters switch
    {
        TpmsRsaParms rsa => area with { Parameters = rsa with { Modulus = [] } },
        TpmsEccParms ecc => area with { Parameters = ecc with { Point = new TpmsEccPoint([], []) } },
        TpmsKeyedHashParms hash => area with { Parameters = hash with { Unique = [] } },
        _ => area,
    };
}
