using Attestation.Formats.Der;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.X509;

/// <summary>AlgorithmIdentifier of a certificate's signature (RFC 5280 section 4.1.1.2; RFC 5758, RFC 8410, RFC 4055).</summary>
internal static class CertificateSignatureAlgorithm
{
    private const string RsaPss = "1.2.840.113549.1.1.10";
    private const string Mgf1 = "1.2.840.113549.1.1.8";

    /// <param name="reader">At the identifier.</param>
    /// <param name="notes">Takes deviations.</param>
    /// <param name="path">Path of the identifier.</param>
    /// <param name="named">SHA-1 is read as <see cref="SignatureAlgorithm.RefusedSha1"/>, under which nothing verifies, and not refused here.</param>
    public static SignatureAlgorithm Read(ref DerReader reader, List<DialectNote> notes, string path, bool named = false)
    {
        DerReader identifier = reader.Enter(DerTag.Sequence, path);
        string oid = identifier.ObjectIdentifier(path);
        SignatureAlgorithm algorithm = oid switch
        {
            "1.3.101.112" => SignatureAlgorithm.EdDsa,
            "1.2.840.10045.4.3.2" => SignatureAlgorithm.EcdsaSha256,
            "1.2.840.10045.4.3.3" => SignatureAlgorithm.EcdsaSha384,
            "1.2.840.10045.4.3.4" => SignatureAlgorithm.EcdsaSha512,
            "1.2.840.113549.1.1.11" => SignatureAlgorithm.RsaPkcs1Sha256,
            "1.2.840.113549.1.1.12" => SignatureAlgorithm.RsaPkcs1Sha384,
            "1.2.840.113549.1.1.13" => SignatureAlgorithm.RsaPkcs1Sha512,
            "1.2.840.113549.1.1.5" or "1.2.840.10045.4.1" when named => SignatureAlgorithm.RefusedSha1,
            RsaPss => ReadPss(ref identifier, path + "/parameters"),
            _ => throw identifier.Defect(X509Reasons.Algorithm, path + "/" + oid),
        };
        bool ecdsa = algorithm is SignatureAlgorithm.EcdsaSha256 or SignatureAlgorithm.EcdsaSha384 or SignatureAlgorithm.EcdsaSha512;
        if (ecdsa && identifier.HasMore)
            notes.Add(new DialectNote(Dialect.EcdsaNullParameters, "tbsCertificate/" + path)); // RFC 5758 section 3.2: absent
        if (algorithm != SignatureAlgorithm.EdDsa)
            SkipNull(ref identifier, path); // RFC 4055 section 5, RSA: NULL; absent must be accepted too
        return identifier.HasMore ? throw identifier.Defect(X509Reasons.Algorithm, path) : algorithm;
    }

    /// <summary>RFC 4055 section 3.1: the hash, MGF1 with the same hash, and a salt as long as the hash.</summary>
    private static SignatureAlgorithm ReadPss(ref DerReader identifier, string path)
    {
        DerReader parameters = identifier.Enter(DerTag.Sequence, path);
        string hash = Hash(parameters.Enter(DerTag.ContextConstructed(0), path), path);
        DerReader maskWrapper = parameters.Enter(DerTag.ContextConstructed(1), path);
        DerReader mask = maskWrapper.Enter(DerTag.Sequence, path);
        bool sameHash = mask.ObjectIdentifier(path) == Mgf1 && Hash(mask, path) == hash;
        DerReader saltWrapper = parameters.Enter(DerTag.ContextConstructed(2), path);
        long salt = saltWrapper.Unsigned(path);
        var (algorithm, length) = hash switch
        {
            Dice.Fwid.Sha256 => (SignatureAlgorithm.RsaPssSha256, 32),
            Dice.Fwid.Sha384 => (SignatureAlgorithm.RsaPssSha384, 48),
            Dice.Fwid.Sha512 => (SignatureAlgorithm.RsaPssSha512, 64),
            _ => throw parameters.Defect(X509Reasons.Algorithm, path),
        };
        if (!sameHash || salt != length || parameters.HasMore || saltWrapper.HasMore || maskWrapper.HasMore)
            throw parameters.Defect(X509Reasons.Algorithm, path);
        return algorithm;
    }

    private static string Hash(DerReader wrapper, string path)
    {
        DerReader identifier = wrapper.Enter(DerTag.Sequence, path);
        wrapper.End(path);
        string oid = identifier.ObjectIdentifier(path);
        SkipNull(ref identifier, path);
        identifier.End(path);
        return oid;
    }

    private static void SkipNull(ref DerReader identifier, string path)
    {
        if (identifier.Is(DerTag.Null) && !identifier.Content(DerTag.Null, path).IsEmpty)
            throw identifier.Defect(DerReasons.Value, path);
    }
}
