using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Nodes.Ima;
using Attestation.Formats.EventLog;
using Attestation.Formats.Ima;
using Attestation.Formats.Keys;

namespace Attestation.Appraisal.Nodes.References;

/// <summary>All reference values of one class of nodes, by what they are about. Immutable; safe to share between threads.</summary>
public sealed class NodeReferences
{
    private readonly Dictionary<BootClass, NodeReference[]> byClass;
    private readonly Lazy<ImaReferences> ima;

    /// <param name="references">At least one, all of one class.</param>
    internal NodeReferences(IReadOnlyList<NodeReference> references)
    {
        Class = references[0].Class;
        All = references;
        byClass = references.Where(r => r.BootClass is not null).GroupBy(r => r.BootClass!.Value).ToDictionary(g => g.Key, g => g.ToArray());
        Pcrs = [.. references.Where(r => r.Key == NodeReference.PcrsKey)];
        ima = new Lazy<ImaReferences>(BuildIma);
    }

    public DeviceClass Class { get; }

    /// <summary>Every reference, in the order of the CoRIMs.</summary>
    public IReadOnlyList<NodeReference> All { get; }

    /// <summary>Files that may be measured and keys that admit the files they signed; made when it is first asked for.</summary>
    public ImaReferences Ima => ima.Value;

    /// <summary>Golden PCR values.</summary>
    public IReadOnlyList<NodeReference> Pcrs { get; }

    /// <summary>References for a class of boot events; empty where there are none.</summary>
    public IReadOnlyList<NodeReference> Of(BootClass @class) => byClass.GetValueOrDefault(@class, []);

    private ImaReferences BuildIma()
    {
        var builder = new ImaReferencesBuilder();
        AddIma(builder);
        return builder.Build();
    }

    /// <summary>Adds files and signing keys to others.</summary>
    public void AddIma(ImaReferencesBuilder builder)
    {
        foreach (NodeReference reference in All)
        {
            var source = new ImaSource(reference.Source, reference.Signer, reference.NotBefore, reference.NotAfter);
            if (reference.Key == NodeReference.ImaKey)
                Add(builder, reference, source);
            foreach (VerificationKey signer in reference.Signers)
                builder.AddSigner(signer, source);
        }
    }

    private static void Add(ImaReferencesBuilder builder, NodeReference reference, ImaSource source)
    {
        foreach (ReferenceDigest digest in reference.Digests)
            builder.Add(reference.Name.Length > 0 ? reference.Name : null, Hash(digest.Algorithm), digest.Value.Span, source);
    }

    private static ImaHash Hash(int algorithm) => algorithm switch
    {
        ReferenceDigest.Sha256 => ImaHash.Sha256,
        ReferenceDigest.Sha384 => ImaHash.Sha384,
        ReferenceDigest.Sha512 => ImaHash.Sha512,
        _ => ImaHash.Unknown,
    };
}
