using Attestation.Formats;
using Attestation.Formats.Dice;
using Attestation.Formats.Eat;
using Attestation.Formats.X509;

namespace Attestation.Cli.Inputs;

/// <summary>A DICE chain in a file: the CBOR array, DER certificates one after the other, a PEM bundle (root first), or the evidence that carries it.</summary>
internal static class ChainFile
{
    internal static UnverifiedDiceChain Read(InputFile file) =>
        TryRead(file, out UnverifiedDiceChain chain, out ParseError error) ? chain : throw CliFailure.Malformed(file.Name, error);

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
