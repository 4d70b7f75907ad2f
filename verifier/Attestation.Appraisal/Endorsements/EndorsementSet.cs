using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Attestation.Appraisal.Nodes.References;
using Attestation.Formats.Dice;
using Attestation.Formats.Keys;

namespace Attestation.Appraisal.Endorsements;

/// <summary>
/// Everything the world says about devices, ready for appraisals: reference values, identities and trust anchors. Immutable; made by
/// <see cref="EndorsementSetBuilder"/>; safe to share between threads. A set made from another one shares all that did not change: one more
/// device costs the same in a fleet of ten and of a million.
/// </summary>
public sealed partial class EndorsementSet
{
    private static readonly ImmutableDictionary<string, EndorsedKey> NoIdentities = ImmutableDictionary.Create<string, EndorsedKey>(StringComparer.Ordinal);

    private readonly DiceAnchors own;
    private readonly ImmutableDictionary<DeviceClass, ClassReferences> signed;
    private readonly ImmutableDictionary<DeviceClass, ClassReferences> all;
    private readonly ImmutableDictionary<string, EndorsedKey> identities;
    private readonly ImmutableDictionary<DeviceClass, NodeReferences> signedNodes;
    private readonly ImmutableDictionary<DeviceClass, NodeReferences> allNodes;
    private readonly DiceAnchors anchorsOfSigned;
    private readonly DiceAnchors anchorsOfAll;

    private EndorsementSet()
    {
        own = anchorsOfSigned = anchorsOfAll = DiceAnchors.None;
        AnchorsDigest = DigestOf(own);
        signed = all = ImmutableDictionary<DeviceClass, ClassReferences>.Empty;
        identities = NoIdentities;
        signedNodes = allNodes = ImmutableDictionary<DeviceClass, NodeReferences>.Empty;
    }

    /// <summary>Another set with more in it.</summary>
    /// <param name="before">What there is; untouched.</param>
    /// <param name="references">Laid behind those of their class.</param>
    /// <param name="endorsed">The last one about a key counts.</param>
    /// <param name="nodes">Laid behind those of their class.</param>
    /// <param name="anchors">In place of what the other set was anchored in.</param>
    internal EndorsementSet(EndorsementSet before, IReadOnlyList<LayerReference> references, IReadOnlyList<IdentityEndorsement> endorsed, IReadOnlyList<NodeReference> nodes, DiceAnchors anchors)
    {
        own = anchors;
        AnchorsDigest = ReferenceEquals(anchors, before.own) ? before.AnchorsDigest : DigestOf(anchors);
        signed = Lay(before.signed, references.Where(r => r.Signer.Length > 0));
        all = Lay(before.all, references);
        identities = Enrol(before.identities, endorsed);
        anchorsOfSigned = anchors with { EnrolledElsewhere = key => identities.TryGetValue(NameOf(key), out EndorsedKey known) && known.Signed };
        anchorsOfAll = anchors with { EnrolledElsewhere = key => identities.ContainsKey(NameOf(key)) };
        signedNodes = Lay(before.signedNodes, nodes.Where(r => r.Signer.Length > 0));
        allNodes = Lay(before.allNodes, nodes);
        Count = before.Count + references.Count;
    }

    public static EndorsementSet Empty { get; } = new();

    /// <summary>What chains are anchored in, apart from endorsed identities.</summary>
    internal DiceAnchors Own => own;

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
    public IReadOnlyCollection<DeviceClass> NodeClasses => [.. allNodes.Keys];

    /// <summary>The last endorsement of a key; null where there is none that counts.</summary>
    public IdentityEndorsement? Identity(string keyThumbprint, bool unsignedToo) =>
        identities.TryGetValue(keyThumbprint, out EndorsedKey known) && (unsignedToo || known.Last.Signer.Length > 0) ? known.Last : null;

    /// <summary>What DICE chains may end in: the anchors that were set, and every endorsed key.</summary>
    public DiceAnchors Anchors(bool unsignedToo) => unsignedToo ? anchorsOfAll : anchorsOfSigned;

    private static ImmutableDictionary<string, EndorsedKey> Enrol(ImmutableDictionary<string, EndorsedKey> before, IReadOnlyList<IdentityEndorsement> endorsed)
    {
        if (endorsed.Count == 0)
            return before;
        ImmutableDictionary<string, EndorsedKey>.Builder known = before.ToBuilder();
        foreach (IdentityEndorsement identity in endorsed)
            known[identity.KeyThumbprint] = new EndorsedKey(identity, identity.Signer.Length > 0 || (known.TryGetValue(identity.KeyThumbprint, out EndorsedKey earlier) && earlier.Signed));
        return known.ToImmutable();
    }

    private static ImmutableDictionary<DeviceClass, ClassReferences> Lay(ImmutableDictionary<DeviceClass, ClassReferences> before, IEnumerable<LayerReference> references)
    {
        foreach (IGrouping<DeviceClass, LayerReference> more in references.GroupBy(r => r.Class))
            before = before.SetItem(more.Key, new ClassReferences([.. before.TryGetValue(more.Key, out ClassReferences? known) ? known.All : [], .. more]));
        return before;
    }

    private static ImmutableDictionary<DeviceClass, NodeReferences> Lay(ImmutableDictionary<DeviceClass, NodeReferences> before, IEnumerable<NodeReference> references)
    {
        foreach (IGrouping<DeviceClass, NodeReference> more in references.GroupBy(r => r.Class))
            before = before.SetItem(more.Key, new NodeReferences([.. before.TryGetValue(more.Key, out NodeReferences? known) ? known.All : [], .. more]));
        return before;
    }

    private static string NameOf(VerificationKey key) => Convert.ToHexStringLower(key.Thumbprint.Span);

    /// <summary>A key that was endorsed.</summary>
    /// <param name="Last">The endorsement that counts.</param>
    /// <param name="Signed">Whether that or an earlier one was signed.</param>
    private readonly record struct EndorsedKey(IdentityEndorsement Last, bool Signed);

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
