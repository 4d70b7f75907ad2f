using Attestation.Tpm.Wire;

namespace Attestation.UnitTests.Tpm.Wire;

/// <summary>One real or hand-built encoding of every structure, with a parser whose type is left behind.</summary>
internal static class WireSamples
{
    public delegate bool Parser(ReadOnlyMemory<byte> bytes, out byte[]? again, out WireError error);

    /// <summary>Name, bytes, parser; the parser writes again what it read.</summary>
    public static IReadOnlyList<(string Name, byte[] Bytes, Parser Parse)> All { get; } = [.. Attests(), .. Publics(), .. Others()];

    private static IEnumerable<(string, byte[], Parser)> Attests()
    {
        foreach (string name in (string[])["quote-rsassa-sha256", "quote-p256-twobanks", "certify-p256", "gettime-p256", "nvcertify-p256"])
        {
            yield return ("TPMS_ATTEST " + name, TpmVectors.Bytes($"swtpm-a/{name}.attest"), Plain<TpmsAttest>);
            yield return ("TPMT_SIGNATURE " + name, TpmVectors.Bytes($"swtpm-a/{name}.sig"), Plain<TpmtSignature>);
        }
        var clock = new TpmsClockInfo(1, 2, 3, true);
        TpmuAttest[] others =
        [
            new TpmsCreationInfo([0, 11, 1], [2, 3]), new TpmsSessionAuditInfo(true, [4]),
            new TpmsCommandAuditInfo(5, TpmAlgId.Sha256, [6], [7]), new TpmsNvDigestCertifyInfo([8], [9]),
        ];
        foreach (TpmuAttest attested in others)
            yield return ("TPMS_ATTEST " + attested.Type, WireValue.Encode(new TpmsAttest([0, 11], [1], clock, 1, attested)), Plain<TpmsAttest>);
        yield return ("TPMT_SIGNATURE HMAC", WireValue.Encode<TpmtSignature>(new HmacSignature(new TpmtHa(TpmAlgId.Sha256, new byte[32]))), Plain<TpmtSignature>);
        yield return ("TPMT_SIGNATURE NULL", WireValue.Encode<TpmtSignature>(NullSignature.Instance), Plain<TpmtSignature>);
    }

    private static IEnumerable<(string, byte[], Parser)> Publics()
    {
        foreach (string key in (string[])["ak-rsassa", "ak-rsapss", "ak-p256", "ak-p384", "ak-owner", "ek-rsa2048", "ek-p256", "ek-p384"])
        {
            yield return ("TPMT_PUBLIC " + key, TpmVectors.Bytes($"swtpm-a/{key}.tpmt_public"), Plain<TpmtPublic>);
            yield return ("TPM2B_PUBLIC " + key, TpmVectors.Bytes($"swtpm-a/{key}.tpm2b_public"), Sized<TpmtPublic>);
        }
        TpmuPublicParms[] others =
        [
            new TpmsKeyedHashParms(new TpmtScheme(TpmAlgId.Hmac, TpmAlgId.Sha256), new byte[32]),
            new TpmsKeyedHashParms(new TpmtScheme(TpmAlgId.Xor, TpmAlgId.Sha256, (ushort)TpmAlgId.Kdf1Sp800_108), new byte[32]),
            new TpmsKeyedHashParms(TpmtScheme.Null, [1]), new TpmsSymCipherParms(TpmtSymDef.Aes128Cfb, new byte[32]),
        ];
        foreach (TpmuPublicParms parms in others)
        {
            yield return ($"TPMT_PUBLIC {parms}", WireValue.Encode(new TpmtPublic(TpmAlgId.Sha256, TpmaObject.FixedTpm, new byte[32], parms)), Plain<TpmtPublic>);
            yield return ($"TPMT_PUBLIC_PARMS {parms}", WireValue.Encode(new TpmtPublicParms(parms)), Plain<TpmtPublicParms>);
        }
    }

    private static IEnumerable<(string, byte[], Parser)> Others()
    {
        yield return ("TPM2B_ID_OBJECT", TpmVectors.Bytes("swtpm-a/cred-p256-ak-p256.tpm2b_id_object"), Sized<TpmsIdObject>);
        yield return ("TPMS_CREATION_DATA", WireValue.Encode(new TpmsCreationData(
            TpmlPcrSelection.Of(TpmAlgId.Sha256, 0, 7), new byte[32], TpmaLocality.Zero, TpmAlgId.Sha256, [0, 11], [0, 11], [1])), Plain<TpmsCreationData>);
        yield return ("TPMT_TK_CREATION", WireValue.Encode(new TpmtTk(TpmSt.Creation, TpmRh.Endorsement, new byte[32])), Plain<TpmtTk>);
        yield return ("TPMS_NV_PUBLIC", WireValue.Encode(new TpmsNvPublic(0x01C00002, TpmAlgId.Sha256, TpmaNv.OwnerRead, [], 64)), Plain<TpmsNvPublic>);
        yield return ("TPMS_CONTEXT", WireValue.Encode(new TpmsContext(1, 0x80000000, TpmRh.Null, [1, 2, 3])), Plain<TpmsContext>);
        yield return ("TPML_DIGEST", WireValue.Encode(new TpmlDigest([new byte[32], new byte[20]])), Plain<TpmlDigest>);
        yield return ("TPML_DIGEST_VALUES", WireValue.Encode(new TpmlDigestValues([new TpmtHa(TpmAlgId.Sha1, new byte[20])])), Plain<TpmlDigestValues>);
        yield return ("TPMT_SENSITIVE", WireValue.Encode(new TpmtSensitive(TpmAlgId.Rsa, [1], [2], [3, 4])), Plain<TpmtSensitive>);
        yield return ("TPM2B_SENSITIVE_CREATE", WireValue.EncodeSized(new TpmsSensitiveCreate([1], [2])), Sized<TpmsSensitiveCreate>);
        yield return ("TPMS_AUTH_COMMAND", WireValue.Encode(new TpmsAuthCommand(TpmRh.Pw, [], TpmaSession.ContinueSession, [1])), Plain<TpmsAuthCommand>);
        yield return ("TPMS_AUTH_RESPONSE", WireValue.Encode(new TpmsAuthResponse([1], TpmaSession.ContinueSession, [])), Plain<TpmsAuthResponse>);
        TpmsCapabilityData[] capabilities =
        [
            new CapabilityPairs(TpmCap.Algs, 2, [(1, 9)]), new CapabilityPairs(TpmCap.TpmProperties, 4, [(0x100, 1)]),
            new CapabilityNumbers(TpmCap.Handles, 4, [0x81000001]), new CapabilityNumbers(TpmCap.EccCurves, 2, [3, 4]),
            new CapabilityPcrs(TpmlPcrSelection.Of(TpmAlgId.Sha256, 0)), new CapabilityPcrProperties([(0, [1, 2, 3])]),
            new CapabilityPolicies([(TpmRh.Owner, new TpmtHa(TpmAlgId.Sha256, new byte[32]))]), new CapabilityActs([(0x40000110, 1, 0)]),
        ];
        foreach (TpmsCapabilityData data in capabilities)
            yield return ($"TPMS_CAPABILITY_DATA {data.Capability}", WireValue.Encode(data), Plain<TpmsCapabilityData>);
    }

    private static bool Plain<T>(ReadOnlyMemory<byte> bytes, out byte[]? again, out WireError error)
        where T : class, IWireValue<T>
    {
        bool read = WireValue.TryParse(bytes, out T? value, out error);
        again = read ? WireValue.Encode(value!) : null;
        return read;
    }

    private static bool Sized<T>(ReadOnlyMemory<byte> bytes, out byte[]? again, out WireError error)
        where T : class, IWireValue<T>
    {
        bool read = WireValue.TryParseSized(bytes, out T? value, out error);
        again = read ? WireValue.EncodeSized(value!) : null;
        return read;
    }
}
