using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Security.Cryptography;
using Attestation.Appraisal.Nodes.References;
using Attestation.Formats.Dice;

namespace Attestation.Appraisal.Endorsements;

/// <summary>
/// Everything the world says about devices, ready for appraisals: reference values, identities and trust anchors. Immutable; made by
/// <see cref="EndorsementSetBuilder"/>; safe to share between threads.
/// </summary>
public sealed partial class EndorsementSet
{
    private readonly FrozenDictionary<DeviceClass, ClassReferences> signed;
    private readonly FrozenDictionary<DeviceClass, ClassReferences> all;
    private readonly FrozenDictionary<string, IdentityEndorsement> identities;
    private readonly FrozenDictionary<DeviceClass, NodeReferences> signedNodes;
    private readonly FrozenDictionary<DeviceClass, NodeReferences> allNodes;
    private readonly DiceAnchors anchorsOfSigned;
    private readonly DiceAnchors anchorsOfAll;

    internal EndorsementSet(IReadOnlyList<LayerReference> references, IReadOnlyList<IdentityEndorsement> endorsed, IReadOnlyList<NodeReference> nodes, DiceAnchors anchors)
    {
        anchorsOfSigned = Enrol(anchors, endorsed.Where(i => i.Signer.Length > 0));
        anchorsOfAll = Enrol(anchors, endorsed);
        AnchorsDigest = DigestOf(anchors);
        signed = Index(references.Where(r => r.Signer.Length > 0));
        all = Index(references);
        identities = endorsed.GroupBy(i => i.KeyThumbprint, StringComparer.Ordinal).ToFrozenDictionary(g => g.Key, g => g.Last(), StringComparer.Ordinal);
        signedNodes = Index(nodes.Where(r => r.Signer.Length > 0));
        allNodes = Index(nodes);
        Count = references.Count;
    }

    public static EndorsementSet Empty { get; } = new EndorsementSetBuilder().Build();

    /// <summary>SHA-256 over the anchors apart from endorsed identities, which come and go with every device.</summary>
    internal ReadOnlyMemory<byte> AnchorsDigest { get; }

    /// <summary>Number of reference triples, signed or not.</summary>
    public int Count { get; }

    /// <summary>Reference values of a class; null where there are none.</summary>
    /// <param name="class">Vendor and model, exactly as in the CoRIM.</param>
    /// <param name="unsignedToo">Count the values of unsigned CoRIMs in.</param>
    public ClassReferences? References(DeviceClass @class, bool unsignedToo) => (unsignedToo ? all : signed).GetValueOrDefault(@class);

    /// <summary>Reference values of a class of nodes; null where there are none.</summary>
    /// <param name="class">Vendor and model, exactly as in the CoRIM.</param>
    /// <param name="unsignedToo">Count the values of unsigned CoRIMs in.</param>
    public NodeReferences? Nodes(DeviceClass @class, bool unsignedToo = false) => (unsignedToo ? allNodes : signedNodes).GetValueOrDefault(@class);

    /// <summary>Classes of nodes with reference values, signed or not.</summary>
    public IReadOnlyCollection<DeviceClass> NodeClasses => allNodes.Keys;

    /// <summary>The last endorsement of a key; null where there is none that counts.</summary>
    public IdentityEndorsement? Identity(string keyThumbprint, bool unsignedToo) =>
        identities.TryGetValue(keyThumbprint, out IdentityEndorsement? identity) && (unsignedToo || identity.Signer.Length > 0) ? identity : null;

    /// <summary>What DICE chains may end in: the anchors that were set, and every endorsed key.</summary>
    public DiceAnchors Anchors(bool unsignedToo) => unsignedToo ? anchorsOfAll : anchorsOfSigned;

    private static DiceAnchors Enrol(DiceAnchors anchors, IEnumerable<IdentityEndorsement> endorsed) => anchors with
    {
        UdsKeyHashes = [.. anchors.UdsKeyHashes, .. endorsed.Select(i => i.KeyThumbprint).Distinct().Select(t => new ReadOnlyMemory<byte>(Convert.FromHexString(t)))],
    };

    private static FrozenDictionary<DeviceClass, ClassReferences> Index(IEnumerable<LayerReference> references) =>
        references.GroupBy(r => r.Class).ToFrozenDictionary(g => g.Key, g => new ClassReferences([.. g]));

    private static FrozenDictionary<DeviceClass, NodeReferences> Index(IEnumerable<NodeReference> references) =>
        references.GroupBy(r => r.Class).ToFrozenDictionary(g => g.Key, g => new NodeReferences([.. g]));

    /// <summary>Each anchor as its kind, its length and its bytes.</summary>
    private static byte[] DigestOf(DiceAnchors anchors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, 1, anchors.UdsKeys.Select(k => k.Thumbprint));
        Append(hash, 2, anchors.UdsKeyHashes);
        Append(hash, 3, anchors.Authorities.Select(a => a.Der));
        Append(hash, 4, anchors.Intermediates.Select(i => i.Der));
        return hash.GetHashAndReset();
    }

    private static void Append(IncrementalHash hash, byte kind, IEnumerable<ReadOnlyMemory<byte>> items)
    {
        Span<byte> head = stackalloc byte[1 + sizeof(int)];
        foreach (ReadOnlyMemory<byte> item in items)
        {
            head[0] = kind;
            BinaryPrimitives.WriteInt32BigEndian(head[1..], item.Length);
            hash.AppendData(head);
            hash.AppendData(item.Span);
        }
    }
}
