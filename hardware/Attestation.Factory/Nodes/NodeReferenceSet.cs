using Attestation.Factory.Endorsements;
using Attestation.Formats.Corim;
using Attestation.Formats.Keys;

namespace Attestation.Factory.Nodes;

/// <summary>Reference values of a class of nodes, ready to be signed, and what they were made from.</summary>
/// <param name="Documents">At least one.</param>
/// <param name="Survey">What the machines boot with.</param>
/// <param name="Machines">How many there are.</param>
/// <param name="Files">Files stated.</param>
public sealed record NodeReferenceSet(IReadOnlyList<CorimManifest> Documents, NodeSurvey Survey, int Machines, IReadOnlyList<KnownFile> Files)
{
    /// <summary>Measurements in all documents.</summary>
    public int Count => Documents.Sum(d => d.Comids.Sum(c => c.References.Sum(r => r.Measurements.Count)));

    /// <summary>The documents, signed.</summary>
    /// <param name="vendor">Goes into corim-meta as the signer.</param>
    /// <param name="key">Whose public half verifiers know.</param>
    public IReadOnlyList<byte[]> Sign(string vendor, SigningKey key) => [.. Documents.Select(d => CorimDocument.Sign(d, vendor, key))];

    /// <exception cref="FactoryException">A machine's evidence that cannot be used, or nothing to state.</exception>
    public static NodeReferenceSet Make(NodeReferenceOrder order, IReadOnlyList<KnownNode> nodes)
    {
        NodeSurvey survey = NodeSurvey.Of(nodes, order);
        IReadOnlyList<KnownFile> files = KnownFile.Ordered([.. order.WithIma ? nodes.SelectMany(KnownFile.Of) : [], .. order.Files]);
        return new NodeReferenceSet(NodeReferenceValues.Of(order, survey, nodes, files), survey, nodes.Count, files);
    }
}
