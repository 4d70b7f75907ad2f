using Attestation.Formats.Reasons;
using Attestation.Formats.X509;

namespace Attestation.Formats.Dice;

/// <summary>One way in which a chain is wrong.</summary>
/// <param name="Code">The reason.</param>
/// <param name="Where"><c>chain[2]</c>: element of the chain, root first, counted from 0; or <c>anchor</c>, <c>intermediate</c>.</param>
/// <param name="Expected">What the rule asks for.</param>
/// <param name="Actual">What was found.</param>
public sealed record ChainFinding(ReasonCode Code, string Where, string Expected, string Actual);

/// <summary>What came of verifying a chain: the chain, or why not.</summary>
/// <param name="Chain">Not null exactly where <paramref name="Findings"/> is empty.</param>
/// <param name="Findings">Everything that is wrong, in the order of the steps.</param>
/// <param name="Notes">Accepted deviations, with the element they are in.</param>
public sealed record DiceChainResult(VerifiedDiceChain? Chain, IReadOnlyList<ChainFinding> Findings, IReadOnlyList<DialectNote> Notes);
