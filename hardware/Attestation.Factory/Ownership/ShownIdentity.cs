using Attestation.Formats;
using Attestation.Formats.Dice;
using Attestation.Formats.Eat;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Ownership;

/// <summary>What a device proved with fresh evidence: which device it is, and every key that it has at this moment. Nobody judged its firmware.</summary>
/// <param name="UdsKey">The key behind its UEID.</param>
/// <param name="Keys">Keys of its layers and its attestation key, first booted first.</param>
/// <param name="Mode">Of layer 0.</param>
public sealed record ShownIdentity(VerificationKey UdsKey, IReadOnlyList<VerificationKey> Keys, DiceMode? Mode)
{
    public const int NonceSize = 32;

    /// <summary>Thumbprints of <see cref="Keys"/>.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Thumbprints => [.. Keys.Select(key => key.Thumbprint)];

    /// <param name="evidence">docs/formats/device-evidence.cddl.</param>
    /// <param name="nonce">That it was asked for.</param>
    /// <param name="ueid">The device: 01 and the SHA-256 of its UDS key, which therefore anchors the chain.</param>
    /// <param name="now">For the validity of certificates.</param>
    /// <exception cref="FactoryException"><c>factory.owner-evidence</c></exception>
    public static ShownIdentity Verify(ReadOnlyMemory<byte> evidence, ReadOnlySpan<byte> nonce, ReadOnlyMemory<byte> ueid, DateTimeOffset now)
    {
        if (!UnverifiedEat.TryParse(evidence, out UnverifiedEat? token, out ParseError error) || !TryReadChain(token, out UnverifiedDiceChain chain, out error))
            throw Unproven(error.ToString());
        DiceChainResult result = DiceChainVerifier.Verify(chain, new DiceAnchors { UdsKeyHashes = [ueid[1..]] }, DiceChainRules.OpenDice, now);
        if (result.Chain is not { } verified || !verified.RootKey.Thumbprint.Span.SequenceEqual(ueid.Span[1..]))
            throw Unproven(result.Findings is [var finding, ..] ? $"{finding.Code.Id} at {finding.Where}" : "its chain begins with another key");
        if (!token.Verify(verified.LeafKey, out EatClaims? claims, out error))
            throw Unproven(error.ToString());
        if (claims.Nonces is not [var answered] || !answered.Span.SequenceEqual(nonce))
            throw Unproven("it answers another nonce");
        DiceMode? mode = verified.Layers is [{ Inputs: { } inputs }, ..] ? inputs.Mode : null;
        return new ShownIdentity(verified.RootKey, [.. verified.Layers.Append(verified.Leaf).OfType<DiceLayer>().Select(layer => layer.SubjectKey).Distinct()], mode);
    }

    private static bool TryReadChain(UnverifiedEat token, out UnverifiedDiceChain chain, out ParseError error) => token.DiceChain is { } cbor
        ? UnverifiedDiceChain.TryReadCbor(cbor, out chain, out error)
        : UnverifiedDiceChain.TryReadX509(token.X5Chain, leafFirst: true, out chain, out error);

    private static FactoryException Unproven(string detail) => new(OwnershipReasons.OwnerEvidence, detail);
}
