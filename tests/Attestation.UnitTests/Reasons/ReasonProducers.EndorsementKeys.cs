using System.Text;
using Attestation.Appraisal.EndorsementKeys;
using Attestation.Formats.Reasons;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;
using Attestation.UnitTests.Appraisal.EndorsementKeys;
using Attestation.UnitTests.Tpm;

namespace Attestation.UnitTests.Reasons;

public static partial class ReasonProducers
{
    private const string SomeHash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    /// <summary>Each reason that a case of tests/vectors/ek names is produced by the first such case; the rest by bad files of the operator.</summary>
    private static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> EndorsementKeys
    {
        get
        {
            var producers = new Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>>
            {
                [EkReasons.TrustForm] = () => Trust(b => b.AddCertificates("f", new byte[] { 1, 2, 3 })),
                [EkReasons.TrustNotCa] = () => Trust(b => b.AddCertificates("f", EkCase.Bytes("good-p256.der"))),
                [EkReasons.TrustSelfSignature] = () => Trust(b => b.AddCertificates("f", DamagedRoot())),
                [EkReasons.TrustTooMany] = () => Trust(b => b.AddAllowList("f", Encoding.ASCII.GetBytes(new string('\n', 100_001)))),
                [EkReasons.ListForm] = () => Trust(b => b.AddRevocationLists("f", EkCase.Bytes("root.der"))),
                [EkReasons.AllowLine] = () => Trust(b => b.AddAllowList("f", Encoding.ASCII.GetBytes($"{SomeHash} node a/b more"))),
                [EkReasons.AllowKey] = () => Trust(b => b.AddAllowList("f", "000b1234"u8.ToArray())),
                [EkReasons.AllowNode] = () => Trust(b => b.AddAllowList("f", Encoding.ASCII.GetBytes($"{SomeHash} Node_7"))),
                [EkReasons.AllowTwice] = () => Trust(b => b.AddAllowList("f", Encoding.ASCII.GetBytes($"{SomeHash}\n{SomeHash}\n"))),
                [TpmReasons.AkScheme] = () => Ak(area => area with { Parameters = ((TpmsEccParms)area.Parameters) with { Scheme = TpmtScheme.Null } }),
                [TpmReasons.AkSchemeHash] = () => Ak(area => area with { Parameters = ((TpmsEccParms)area.Parameters) with { Scheme = new TpmtScheme(TpmAlgId.EcDsa, TpmAlgId.Sha1) } }),
                [TpmReasons.AkNameHash] = () => Ak(area => area with { NameAlg = TpmAlgId.Sha1 }),
                [TpmReasons.AkUnusable] = () => Ak(area => area with { Attributes = area.Attributes & ~TpmaObject.UserWithAuth }),
                [TpmReasons.AkPolicy] = () => Ak(area => area with { AuthPolicy = new byte[32] }),
            };
            foreach (ReasonCode code in ReasonTable.All)
            {
                if (EkCase.All.FirstOrDefault(c => c.Refused.Contains(code.Id) || c.Told.Contains(code.Id)) is { } one)
                    producers.TryAdd(code, () => one.Judge().Findings.Select(finding => finding.Code));
            }
            return producers;
        }
    }

    private static IEnumerable<ReasonCode> Trust(Action<EkTrustBuilder> add)
    {
        var builder = new EkTrustBuilder();
        add(builder);
        return builder.Refused.Select(refusal => refusal.Error.Code);
    }

    private static byte[] DamagedRoot()
    {
        byte[] root = EkCase.Bytes("root.der");
        root[^1] ^= 1;
        return root;
    }

    private static IEnumerable<ReasonCode> Ak(Func<TpmtPublic, TpmtPublic> change)
    {
        Assert.True(WireValue.TryParseSized(TpmVectors.Bytes("swtpm-a/ak-p256.tpm2b_public"), out TpmtPublic? area, out _));
        return AkChecks.Of(WireValue.EncodeSized(change(area))).Findings.Select(finding => finding.Code);
    }
}
