using Attestation.Cli.Inputs;
using Attestation.Formats;
using Attestation.Formats.Cbor;
using Attestation.Formats.Cose;
using Attestation.Formats.Dice;
using Attestation.Formats.Keys;
using Attestation.Formats.X509;

namespace Attestation.Cli.Inspecting;

/// <summary>Finds out what a file is: text forms by their first characters, binary ones by their first byte.</summary>
internal static class Inspector
{
    private const byte DerSequence = 0x30;
    private const byte DerOctetString = 0x04; // around a certificate in some chips

    internal static Description Inspect(InputFile file)
    {
        if (file.Bytes.IsEmpty)
            throw CliFailure.Usage($"{file.Name} is empty");
        if (file.AsText() is { } text)
            return Text(file, text);
        return file.Bytes.Span[0] == DerSequence ? Der(file) : Binary(file);
    }

    private static Description Text(InputFile file, string text)
    {
        if (!text.StartsWith("-----BEGIN ", StringComparison.Ordinal))
        {
            return (text[0] is '{' or '[' ? WrapperInspection.Json(file, text) : WrapperInspection.Jwt(text))
                ?? throw CliFailure.Usage($"{file.Name} is text of no known form", "attest reads PEM, JWT, JWK, CMW in JSON, and binary CBOR or DER.");
        }
        if (text.StartsWith("-----BEGIN CERTIFICATE-----", StringComparison.Ordinal))
        {
            return CertificateFile.TryParsePem(text, out var certificates, out ParseError bad)
                ? CertificateInspection.Describe(certificates)
                : Lenient(file, bad);
        }
        if (SecretFiles.PrivateKey(text) is { } secret)
            return secret;
        return VerificationKey.TryParsePem(text, out VerificationKey key, out ParseError error)
            ? PlainInspection.Key("public key (PEM)", key)
            : throw CliFailure.Malformed(file.Name, error);
    }

    private static Description Der(InputFile file)
    {
        if (VerificationKey.TryParseSpki(file.Bytes, out VerificationKey key, out _))
            return PlainInspection.Key("public key (DER)", key);
        return CertificateFile.TryParseConcatenated(file.Bytes, out var certificates, out ParseError error)
            ? CertificateInspection.Describe(certificates)
            : Lenient(file, error);
    }

    /// <summary>Certificates of TPMs break rules that others keep; shown, with every deviation, where they can be read at all.</summary>
    private static Description Lenient(InputFile file, ParseError strict)
    {
        var read = new List<LenientCertificate>();
        foreach (ReadOnlyMemory<byte> part in EkFiles.Certificates(file))
        {
            if (LenientCertificate.TryParseAll(part, out IReadOnlyList<LenientCertificate> certificates, out _))
                read.AddRange(certificates);
            else if (LenientCertificate.TryParse(part, out LenientCertificate first, out _)) // what follows it is no certificate: a finding
                read.Add(first);
            else
                throw CliFailure.Malformed(file.Name, strict);
        }
        return CertificateInspection.DescribeLenient(read, strict);
    }

    private static Description Binary(InputFile file)
    {
        if (LotInspection.Journal(file.Bytes) is { } journal)
            return journal;
        if (!CborWellFormed.TryCheck(file.Bytes, out ParseError error, InputFile.MaxSize))
            return file.Bytes.Span[0] == DerOctetString ? Lenient(file, error) : throw CliFailure.Malformed(file.Name, error);
        if (SecretFiles.Fuse(file.Bytes.Span) is { } secret)
            return secret;
        if (NodeInspection.Evidence(file.Bytes) is { } node)
            return node;
        if (CoseKey.TryParse(file.Bytes, out VerificationKey key, out _))
            return PlainInspection.Key("COSE_Key", key);
        if (UnverifiedDiceChain.TryReadCbor(file.Bytes, out UnverifiedDiceChain chain, out _))
            return EvidenceInspection.Chain(chain);
        if (UnverifiedCoseSign1.TryParse(file.Bytes, CoseTag.Either, out UnverifiedCoseSign1? message, out _, InputFile.MaxSize))
            return EvidenceInspection.Evidence(file.Bytes) ?? EvidenceInspection.Certificate(file.Bytes) ?? CorimInspection.Signed(file.Bytes)
                ?? LotInspection.Record(file.Bytes) ?? LotInspection.Report(file.Bytes) ?? PlainInspection.Cose(message, file.Bytes);
        if ((CorimInspection.Unsigned(file.Bytes) ?? WrapperInspection.Cbor(file.Bytes)) is { } known)
            return known;
        return PlainInspection.Cbor(file.Bytes);
    }
}
