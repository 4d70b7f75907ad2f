using System.Text;
using Attestation.Appraisal;
using Attestation.Appraisal.Policies;
using Attestation.Appraisal.Results;
using Attestation.Formats.Cbor;
using Attestation.Formats.Corim;
using Attestation.Formats.Cose;
using Attestation.Formats.Dice;
using Attestation.Formats.Eat;
using Attestation.Formats.Keys;
using Attestation.Formats.X509;

namespace Attestation.Fuzz;

/// <summary>Every reader of hostile bytes.</summary>
public static class FuzzTargets
{
    private const string PolicyText =
        """{"id":"line-7","require":["code","config","authority","mode","svn"],"minimumSvn":[{"vendor":"V","model":"M","layer":1,"svn":4}],"unknownComponents":"warn"}""";

    private static SeedWorld Seeds => SeedWorld.Instance;

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("cbor", [.. Seeds.Evidence, .. Seeds.Corims], bytes =>
            CborWellFormed.TryCheck(bytes, out _) && StrictCborReader.TryOpen(bytes, out _, out _) ? Reencoding.Cbor(bytes) : null),
        new("cbor-diagnostic", Seeds.Corims, bytes =>
            CborDiagnostic.TryPrint(bytes, out _, out _) ? bytes : null),
        new("cose-sign1", [.. Seeds.Evidence, .. Seeds.Manifests], bytes =>
            UnverifiedCoseSign1.TryParse(bytes, CoseTag.Either, out _, out _) ? Reencoding.Cbor(bytes) : null),
        new("cose-key", CoseKeys(), bytes =>
            CoseKey.TryParse(bytes, out _, out _) ? Reencoding.Cbor(bytes) : null),
        new("eat", Seeds.Evidence, bytes =>
            UnverifiedEat.TryParse(bytes, out _, out _) ? Reencoding.Cbor(bytes) : null),
        new("x509", Seeds.Certificates, bytes =>
            UnverifiedCertificate.TryParse(bytes, out _, out _) ? Reencoding.Der(bytes) : null),
        new("spki", Spkis(), bytes =>
            VerificationKey.TryParseSpki(bytes, out VerificationKey key, out _) ? key.ToSpki() : null),
        new("dice-chain-x509", X509Chains(), bytes =>
            UnverifiedDiceChain.TryReadConcatenated(bytes, leafFirst: true, out _, out _) ? Reencoding.Der(bytes) : null),
        new("dice-chain-cbor", CborChains(), bytes =>
            UnverifiedDiceChain.TryReadCbor(bytes, out _, out _) ? Reencoding.Cbor(bytes) : null),
        new("dice-chain-verified", CborChains(), bytes =>
            UnverifiedDiceChain.TryReadCbor(bytes, out UnverifiedDiceChain chain, out _)
            && DiceChainVerifier.Verify(chain, Seeds.Trust.Anchors(unsignedToo: false), DiceChainRules.OpenDice, Seeds.Now).Chain is not null ? Reencoding.Cbor(bytes) : null),
        new("corim", [.. Seeds.Corims, .. Seeds.Identities], bytes =>
            UnverifiedSignedCorim.TryParse(bytes, out _, out _) ? Reencoding.Cbor(bytes) : null),
        new("corim-payload", CorimPayloads(), bytes =>
            CorimManifest.TryParse(bytes, out _, out _) ? Reencoding.Cbor(bytes) : null),
        new("appraisal", Seeds.Evidence, bytes =>
            Appraiser.Appraise(Seeds.Request(bytes)).Status == AppraisalStatus.Affirming ? Reencoding.Cbor(bytes) : null),
        new("policy", [Encoding.UTF8.GetBytes(PolicyText)], bytes =>
            PolicyReader.TryParse(bytes, out _, out _) ? bytes : null),
        .. MessageTargets.All,
        .. ForwardTargets.All,
        .. TpmTargets.All,
        .. EkTargets.All,
        .. NodeTargets.All,
        new("event-log", LogSeeds.EventLogs, LogSeeds.ReadEventLog),
        new("ima-list", LogSeeds.ImaLists, LogSeeds.ReadImaList),
        .. ImaTargets.All,
        .. BootTargets.All,
        .. GateTargets.All,
        .. JoinTargets.All,
        .. DeviceTargets.All,
        .. LineTargets.All,
    ];

    private static byte[][] X509Chains() =>
        [.. Tokens().Where(token => token.X5Chain.Count > 0).Select(token => token.X5Chain.SelectMany(der => der.ToArray()).ToArray())];

    private static byte[][] CborChains() =>
        [.. Tokens().Select(token => token.DiceChain).OfType<ReadOnlyMemory<byte>>().Select(chain => chain.ToArray())];

    private static IEnumerable<UnverifiedEat> Tokens() =>
        Seeds.Evidence.Select(bytes => UnverifiedEat.TryParse(bytes, out UnverifiedEat? token, out _)
            ? token
            : throw new InvalidOperationException("seed evidence cannot be read"));

    /// <summary>The payload of COSE_Sign1, cut out without verifying: what is damaged here needs no signature.</summary>
    private static byte[][] CorimPayloads() => [.. Seeds.Corims.Concat(Seeds.Identities).Select(document =>
    {
        var reader = new System.Formats.Cbor.CborReader(document);
        reader.ReadTag();
        reader.ReadStartArray();
        reader.ReadByteString();
        reader.SkipValue();
        return reader.ReadByteString();
    })];

    private static byte[][] Spkis() => [.. SubjectKeys().Select(key => key.ToSpki())];

    private static byte[][] CoseKeys() => [.. SubjectKeys().Select(CoseKey.Encode)];

    private static IEnumerable<VerificationKey> SubjectKeys() =>
        from der in Seeds.Certificates
        select UnverifiedCertificate.TryParse(der, out UnverifiedCertificate certificate, out _)
            ? certificate.ForDisplay.SubjectKey
            : throw new InvalidOperationException("a seed certificate cannot be read");
}
