using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Nodes.References;
using Attestation.Formats.Pcrs;

namespace Attestation.Appraisal.Nodes.Boot;

/// <summary>In which bank a boot is compared.</summary>
internal static class BootBank
{
    /// <summary>Number of the bank's algorithm in reference values; 0 for SHA-1 and others, in which nothing is compared.</summary>
    internal static int ReferenceAlgorithm(this PcrBank bank) => bank switch
    {
        PcrBank.Sha256 => ReferenceDigest.Sha256,
        PcrBank.Sha384 => ReferenceDigest.Sha384,
        PcrBank.Sha512 => ReferenceDigest.Sha512,
        _ => 0,
    };

    /// <summary>
    /// One bank for everything, so that no event can be one thing in one bank and another in a second: of those quoted, in the log and comparable, one
    /// that the policy demands before others, one that has reference values before others, the strongest.
    /// </summary>
    internal static PcrBank? Choose(BootEvidence evidence) =>
        evidence.Quoted.All.Select(v => v.Bank).Distinct()
            .Where(b => b.ReferenceAlgorithm() > 0 && (evidence.Log is null || evidence.Log.HasBank(b)))
            .OrderByDescending(evidence.Node.Pcrs.ContainsKey)
            .ThenByDescending(b => HasReferences(evidence.References, b))
            .ThenByDescending(b => b.DigestSize())
            .Select(b => (PcrBank?)b)
            .FirstOrDefault();

    private static bool HasReferences(NodeReferences? references, PcrBank bank) =>
        references is not null && references.All.Any(r => r.BootClass is not null && r.Digests.Any(d => d.Algorithm == bank.ReferenceAlgorithm()));
}
