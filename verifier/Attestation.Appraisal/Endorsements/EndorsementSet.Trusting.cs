using Attestation.Formats.Dice;

namespace Attestation.Appraisal.Endorsements;

public sealed partial class EndorsementSet
{
    /// <summary>The same reference values, and one identity alone to anchor chains: that of an enrolled node.</summary>
    private EndorsementSet(EndorsementSet other, IdentityEndorsement only)
    {
        (signed, all, Count) = (other.signed, other.all, other.Count);
        (signedNodes, allNodes) = (other.signedNodes, other.allNodes);
        identities = Enrol(NoIdentities, [only]);
        own = anchorsOfSigned = anchorsOfAll = DiceAnchors.None with { UdsKeyHashes = [Convert.FromHexString(only.KeyThumbprint)] };
        AnchorsDigest = DigestOf(anchorsOfAll);
    }

    /// <summary>What a node's DICE identity is judged by: no chain but that of the identity it was enrolled with is anchored.</summary>
    internal EndorsementSet Trusting(IdentityEndorsement identity) => new(this, identity);
}
