using System.Diagnostics.CodeAnalysis;
using Attestation.Formats.Cbor;
using Attestation.Formats.Eat;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Ear;

/// <summary>The CBOR form of a result: the payload of the CWT. The dialects share all keys; only the policy ids differ (array or text).</summary>
public static class EarCbor
{
    public static bool TryParse(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out EarClaims? claims, out ParseError error)
    {
        claims = null;
        if (!StrictCborReader.TryOpen(bytes, out StrictCborReader reader, out error))
            return false;
        if (TryRead(reader, out claims))
            return true;
        error = reader.Error;
        return false;
    }

    /// <summary>The claims in deterministic order.</summary>
    public static byte[] Write(EarClaims claims)
    {
        var map = new CborMapBuilder()
            .Add(EatClaim.Profile, claims.Profile)
            .Add(EatClaim.IssuedAt, claims.IssuedAt)
            .Add(EatClaim.Expiration, claims.Expiration)
            .Add(EarNames.VerifierIdKey, new CborMapBuilder().Add(0, claims.VerifierDeveloper).Add(1, claims.VerifierBuild).WriteTo)
            .Add(EarNames.RawEvidenceKey, claims.RawEvidence);
        if (claims.Nonces.Count == 1)
            map.Add(EatClaim.Nonce, claims.Nonces[0]);
        else
            Corim.Comid.Add(map, EatClaim.Nonce, claims.Nonces, (w, n) => w.WriteByteString(n.Span));
        var submodules = new CborMapBuilder();
        foreach ((string name, EarAppraisal appraisal) in claims.Submodules)
            submodules.Add(name, w => EarAppraisalCbor.Write(w, appraisal, claims.Dialect));
        return map.Add(EatClaim.Submodules, submodules.WriteTo).Encode();
    }

    private static bool TryRead(StrictCborReader reader, [NotNullWhen(true)] out EarClaims? claims)
    {
        claims = null;
        string? profile = null, developer = null, build = null;
        long? issuedAt = null, expiration = null;
        ReadOnlyMemory<byte>? evidence = null;
        List<ReadOnlyMemory<byte>> nonces = [];
        var submodules = new Dictionary<string, EarAppraisal>(StringComparer.Ordinal);
        bool good = reader.IsMap ? reader.TryReadMap(label => label.Integer switch
        {
            EatClaim.Profile => reader.TryReadText(out profile!),
            EatClaim.IssuedAt => reader.TryReadInt64(out long iat) && (issuedAt = iat) is not null,
            EatClaim.Expiration => reader.TryReadInt64(out long exp) && (expiration = exp) is not null,
            EatClaim.Nonce => TryReadNonces(reader, nonces),
            EarNames.RawEvidenceKey => reader.TryReadBytes(out ReadOnlyMemory<byte> raw) && (evidence = raw) is not null,
            EarNames.VerifierIdKey => reader.TryReadMap(member => member.Integer switch
            {
                0 => reader.TryReadText(out developer!),
                1 => reader.TryReadText(out build!),
                _ => reader.TrySkip(),
            }, max: 8),
            EatClaim.Submodules => reader.TryReadMap(name => EarAppraisalCbor.TryRead(reader, name, submodules), max: 1024),
            _ => reader.TrySkip(),
        }, max: 256) : reader.Fail(EarReasons.Claim);
        if (!good)
            return false;
        if (profile is null || issuedAt is null)
            return reader.Fail(EarReasons.Missing);
        if (EarNames.DialectOf(profile) is not { } dialect)
            return reader.Fail(EarReasons.Profile);
        if (developer is null || build is null)
            return reader.Fail(EarReasons.VerifierId);
        if (submodules.Count == 0)
            return reader.Fail(EarReasons.Submodules);
        claims = new EarClaims
        {
            Dialect = dialect, IssuedAt = issuedAt.Value, Expiration = expiration, Nonces = nonces, VerifierDeveloper = developer, VerifierBuild = build,
            RawEvidence = evidence, Submodules = submodules,
        };
        return true;
    }

    private static bool TryReadNonces(StrictCborReader reader, List<ReadOnlyMemory<byte>> nonces)
    {
        int start = reader.Offset;
        bool good = reader.IsBytes ? TryReadNonce(reader, nonces) : reader.IsArray && reader.TryReadArray(index => TryReadNonce(reader, nonces), min: 2, max: 64);
        return good || reader.FailAt(EarReasons.Nonce, start);
    }

    private static bool TryReadNonce(StrictCborReader reader, List<ReadOnlyMemory<byte>> nonces)
    {
        int start = reader.Offset;
        if (!reader.IsBytes || !reader.TryReadBytes(out ReadOnlyMemory<byte> nonce) || nonce.Length is < 8 or > 64)
            return reader.FailAt(EarReasons.Nonce, start);
        nonces.Add(nonce);
        return true;
    }
}
