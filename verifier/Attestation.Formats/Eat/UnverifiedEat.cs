using System.Diagnostics.CodeAnalysis;
using Attestation.Formats.Cbor;
using Attestation.Formats.Cose;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Eat;

/// <summary>
/// An EAT as COSE_Sign1 (RFC 9711 section 5; docs/formats/device-evidence.cddl): the chain beside it leads to the key, and only
/// <see cref="Verify"/> with that key gives out the claims.
/// </summary>
public sealed class UnverifiedEat
{
    private readonly UnverifiedCoseSign1 _message;

    private UnverifiedEat(UnverifiedCoseSign1 message, ReadOnlyMemory<byte>? diceChain) => (_message, DiceChain) = (message, diceChain);

    /// <summary>DER certificates, leaf first; empty when the token has none.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> X5Chain => _message.X5Chain;

    /// <summary>The encoded CBOR DICE chain, root first; null when the token has none.</summary>
    public ReadOnlyMemory<byte>? DiceChain { get; }

    public ReadOnlyMemory<byte>? KeyId => _message.KeyId;

    public SignatureAlgorithm Algorithm => _message.Algorithm;

    /// <param name="maxSize">Largest token in bytes.</param>
    public static bool TryParse(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out UnverifiedEat? token, out ParseError error,
        int maxSize = CborWellFormed.DefaultMaxSize)
    {
        token = null;
        if (!UnverifiedCoseSign1.TryParse(bytes, CoseTag.Required, out UnverifiedCoseSign1? message, out error, maxSize))
            return false;
        if (!TryDiceChain(message, out ReadOnlyMemory<byte>? chain))
            return Refuse(EatReasons.ChainType, "unprotected/-70600", out error);
        if (chain is not null && message.X5Chain.Count > 0)
            return Refuse(EatReasons.ChainTwice, "unprotected", out error);
        token = new UnverifiedEat(message, chain);
        return true;
    }

    /// <summary>Verifies the signature, then reads the claims it covers.</summary>
    public bool Verify(VerificationKey key, [NotNullWhen(true)] out EatClaims? claims, out ParseError error)
    {
        claims = null;
        if (!_message.Verify(key, [], out ReadOnlyMemory<byte> payload, out error))
            return false;
        if (EatClaims.TryParse(payload, out claims, out error))
            return true;
        error = error.Within("claims");
        return false;
    }

    private static bool TryDiceChain(UnverifiedCoseSign1 message, out ReadOnlyMemory<byte>? chain)
    {
        chain = null;
        CoseHeaders headers = message.Protected.TryGet(CoseHeaderLabel.DiceChain, out _) ? message.Protected : message.Unprotected;
        if (!headers.TryGet(CoseHeaderLabel.DiceChain, out _))
            return true;
        if (!headers.TryGetBytes(CoseHeaderLabel.DiceChain, out ReadOnlyMemory<byte> content))
            return false;
        chain = content;
        return true;
    }

    private static bool Refuse(ReasonCode code, string path, out ParseError error)
    {
        error = new ParseError(code, 0, path);
        return false;
    }
}
