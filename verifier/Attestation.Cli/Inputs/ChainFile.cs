using Attestation.Formats;
using Attestation.Formats.Cose;
using Attestation.Formats.Dice;
using Attestation.Formats.Eat;
using Attestation.Formats.X509;

namespace Attestation.Cli.Inputs;

/// <summary>
/// A DICE chain in a file: the CBOR array, DER certificates one after the other or a PEM bundle in either order, the evidence that carries it, or
/// one CBOR certificate, which becomes a chain below the key that is given as its anchor.
/// </summary>
internal static class ChainFile
{
    /// <param name="file">The file.</param>
    /// <param name="anchors">Only for a single CBOR certificate: the key above it.</param>
    internal static UnverifiedDiceChain Read(InputFile file, DiceAnchors anchors)
    {
        if (TryRead(file, out UnverifiedDiceChain chain, out ParseError error))
            return chain;
        if (!UnverifiedCoseSign1.TryParse(file.Bytes, CoseTag.Absent, out _, out _))
            throw CliFailure.Malformed(file.Name, error);
        if (anchors.UdsKeys.Count != 1)
            throw CliFailure.Usage($"{file.Name} is one CBOR certificate: it needs the key above it", "Give that key, and no other, with --anchor.");
        byte[] whole = [0x82, .. CoseKey.Encode(anchors.UdsKeys[0]), .. file.Bytes.Span]; // 82: an array of two, COSE_Key and certificate
        return UnverifiedDiceChain.TryReadCbor(whole, out chain, out error) ? chain : throw CliFailure.Malformed(file.Name, error);
    }

    internal static bool TryRead(InputFile file, out UnverifiedDiceChain chain, out ParseError error)
    {
        chain = null!;
        if (file.AsText() is { } text)
        {
            return CertificateFile.TryParsePem(text, out var certificates, out error)
                && UnverifiedDiceChain.TryReadX509([.. certificates.Select(c => c.Der)], LeafFirst(certificates), out chain, out error);
        }
        if (file.Bytes.Length > 0 && file.Bytes.Span[0] == 0x30)
        {
            return CertificateFile.TryParseConcatenated(file.Bytes, out var certificates, out error)
                && UnverifiedDiceChain.TryReadX509([.. certificates.Select(c => c.Der)], LeafFirst(certificates), out chain, out error);
        }
        if (UnverifiedEat.TryParse(file.Bytes, out UnverifiedEat? token, out _) && (token.X5Chain.Count > 0 || token.DiceChain is not null))
        {
            return token.DiceChain is { } cbor
                ? UnverifiedDiceChain.TryReadCbor(cbor, out chain, out error)
                : UnverifiedDiceChain.TryReadX509(token.X5Chain, leafFirst: true, out chain, out error);
        }
        return UnverifiedDiceChain.TryReadCbor(file.Bytes, out chain, out error);
    }

    /// <summary>Files come in both orders; the names say which: the first certificate's issuer is the second one's subject.</summary>
    private static bool LeafFirst(IReadOnlyList<UnverifiedCertificate> certificates) =>
        certificates.Count > 1 && certificates[0].ForDisplay.Issuer.Equals(certificates[1].ForDisplay.Subject)
        && !certificates[1].ForDisplay.Issuer.Equals(certificates[0].ForDisplay.Subject);
}
