using Attestation.Dice.Wire;

namespace Attestation.Dice.Evidence;

/// <summary>Answers a challenge: an EAT (RFC 9711) as tagged COSE_Sign1 (RFC 9052) by the attestation key, with the DICE chain in the
/// unprotected header.
/// <code>
/// 18([bstr {1: alg}, {33: x5chain} / {-70600: bstr .cbor DiceChain}, bstr .cbor claims, bstr signature])
/// claims = {10: nonce, 256: ueid, ? 263: dbgstat, 265: profile, ? 267: bootcount, ? 268: bootseed}
/// </code>
/// The chain needs no protection of its own: it ends at the key that verifies the signature.</summary>
public static class EvidenceWriter
{
    private const uint TagCoseSign1 = 18;
    private const int Nonce = 10;
    private const int Ueid = 256;
    private const int DebugStatusClaim = 263;
    private const int Profile = 265;
    private const int BootCount = 267;
    private const int BootSeed = 268;

    /// <summary>Signs the claims.</summary>
    /// <param name="operations">The crypto.</param>
    /// <param name="attestationKey">The key that the chain's last certificate names; not wiped.</param>
    /// <param name="chain">The whole chain, the attestation key's certificate last.</param>
    /// <param name="claims">Nonce and optional claims.</param>
    /// <param name="evidence">The CBOR bytes, or null after a failure.</param>
    public static DiceResult Write(
        IDiceOperations operations, LayerKey attestationKey, DiceChain chain, EvidenceClaims claims, out byte[] evidence)
    {
        evidence = null;
        if (attestationKey == null || chain == null || chain.Count == 0 || claims == null || !claims.IsValid())
            return DiceResult.InvalidInput;
        byte[] header = CoseSign1.Header(attestationKey);
        byte[] payload = Payload(chain, claims);
        byte[] signature = CoseSign1.Signature(operations, attestationKey, header, payload);
        if (signature == null)
            return DiceResult.SignFailed;
        // the chain is copied once, and only when signing needs no more memory: on a board it is the largest thing beside the code
        CborWriter cbor = new CborWriter(CoseSign1.Overhead + chain.LargestSize + payload.Length + signature.Length).Tag(TagCoseSign1).Array(4).Bytes(header);
        WriteHeader(cbor, chain);
        evidence = cbor.Bytes(payload).Bytes(signature).ToArray();
        return DiceResult.Ok;
    }

    private static void WriteHeader(CborWriter cbor, DiceChain chain)
    {
        cbor.Map(1);
        if (chain.IsX509)
            chain.WriteX5Chain(cbor.Integer(EvidenceProfile.HeaderX5Chain));
        else
            cbor.Integer(EvidenceProfile.HeaderDiceChain).Bytes(chain.Encode());
    }

    private static byte[] Payload(DiceChain chain, EvidenceClaims claims)
    {
        bool hasDebugStatus = claims.DebugStatus != DebugStatus.Absent;
        int count = 3 + (hasDebugStatus ? 1 : 0) + (claims.HasBootCount ? 1 : 0) + (claims.BootSeed != null ? 1 : 0);
        CborWriter cbor = new CborWriter(256).Map(count)
            .Integer(Nonce).Bytes(claims.Nonce)
            .Integer(Ueid).Bytes(DeviceUeid.FromUdsPublicKey(chain.UdsPublicKey));
        if (hasDebugStatus)
            cbor.Integer(DebugStatusClaim).Integer((int)claims.DebugStatus);
        cbor.Integer(Profile).Text(EvidenceProfile.Name);
        if (claims.HasBootCount)
            cbor.Integer(BootCount).Unsigned(claims.BootCount);
        if (claims.BootSeed != null)
            cbor.Integer(BootSeed).Bytes(claims.BootSeed);
        return cbor.ToArray();
    }
}
