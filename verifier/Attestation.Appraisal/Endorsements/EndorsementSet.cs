using System.Collections.Frozen;

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

    internal EndorsementSet(IReadOnlyList<LayerReference> references, IReadOnlyList<IdentityEndorsement> endorsed)
    {
        signed = Index(references.Where(r => r.Signer.Length > 0));
        all = Index(references);
        identities = endorsed.GroupBy(i => i.KeyThumbprint, StringComparer.Ordinal).ToFrozenDictionary(g => g.Key, g => g.Last(), StringComparer.Ordinal);
        Count = references.Count;
    }

    public static EndorsementSet Empty { get; } = new EndorsementSetBuilder().Build();

    /// <summary>Number of reference triples, signed or not.</summary>
    public int Count { get; }

    /// <summary>Reference values of a class; null where there are none.</summary>
    /// <param name="class">Vendor and model, exactly as in the CoRIM.</param>
    /// <param name="unsignedToo">Count the values of unsigned CoRIMs in.</param>
    public ClassReferences? References(DeviceClass @class, bool unsignedToo) => (unsignedToo ? all : signed).GetValueOrDefault(@class);

    /// <summary>The last endorsement of a key; null where there is none that counts.</summary>
    public IdentityEndorsement? Identity(string keyThumbprint, bool unsignedToo) =>
        identities.TryGetValue(keyThumbprint, out IdentityEndorsement? identity) && (unsignedToo || identity.Signer.Length > 0) ? identity : null;

    private static FrozenDictionary<DeviceClass, ClassReferences> Index(IEnumerable<LayerReference> references) =>
        references.GroupBy(r => r.Class).ToFrozenDictionary(g => g.Key, g => new ClassReferences([.. g]));
}
