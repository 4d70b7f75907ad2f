using Attestation.Appraisal.Endorsements;
using Attestation.Formats.Dice;
using Attestation.Formats.Keys;
using Attestation.Formats.X509;

namespace Attestation.Appraisal.Devices;

/// <summary>A verified chain in the appraisal's words.</summary>
internal static class ChainReading
{
    internal static KnownChain Make(VerifiedDiceChain chain, UnverifiedDiceChain read, DiceAnchors anchors)
    {
        VerificationKey[] bearers = Bearers(read);
        (DateTimeOffset from, DateTimeOffset to) = Window(chain, anchors);
        return new KnownChain
        {
            Leaf = chain.LeafKey,
            Keys = Keys(chain),
            UdsKeyThumbprint = Convert.ToHexStringLower(chain.RootKey.Thumbprint.Span),
            Bearers = bearers,
            Enrolled = Enrolled(bearers, anchors),
            Layers = [.. chain.Layers.Select(LayerReading.Read)],
            Class = ClassOf(chain.UdsCertificate),
            Ueid = chain.UdsCertificate?.Ueid,
            Anchor = chain.Anchor.Name,
            NotBefore = from,
            NotAfter = to,
        };
    }

    /// <summary>As <see cref="KnownChain.Enrolled"/>. A chain has at most <see cref="UnverifiedDiceChain.MaxElements"/> keys.</summary>
    internal static uint Enrolled(IReadOnlyList<VerificationKey> bearers, DiceAnchors anchors)
    {
        uint enrolled = 0;
        for (int i = 0; i < bearers.Count; i++)
            enrolled |= anchors.Enrols(bearers[i]) ? 1u << i : 0;
        return enrolled;
    }

    private static VerificationKey[] Bearers(UnverifiedDiceChain chain)
    {
        int root = chain.RootKey is null ? 0 : 1;
        var bearers = new VerificationKey[root + chain.Entries.Count];
        if (chain.RootKey is not null)
            bearers[0] = chain.RootKey;
        for (int i = 0; i < chain.Entries.Count; i++)
            bearers[root + i] = chain.Entries[i].ForDisplay.SubjectKey;
        return bearers;
    }

    private static VerificationKey[] Keys(VerifiedDiceChain chain)
    {
        var keys = new List<VerificationKey>(chain.Layers.Count + 3) { chain.Anchor.Key };
        foreach (VerificationKey key in chain.Layers.Select(l => l.SubjectKey).Prepend(chain.RootKey).Append(chain.LeafKey))
        {
            if (!keys.Contains(key))
                keys.Add(key);
        }
        return [.. keys];
    }

    private static DeviceClass? ClassOf(Certificate? uds)
    {
        foreach (TcbInfo info in uds?.TcbInfos ?? [])
        {
            if (info is { Vendor: { } vendor, Model: { } model })
                return new DeviceClass(vendor, model);
        }
        return null;
    }

    /// <summary>Where every certificate that may have taken part is valid: of the chain, and of the anchors.</summary>
    private static (DateTimeOffset From, DateTimeOffset To) Window(VerifiedDiceChain chain, DiceAnchors anchors)
    {
        DateTimeOffset from = DateTimeOffset.MinValue, to = DateTimeOffset.MaxValue;
        IEnumerable<Certificate?> ownCertificates = [chain.UdsCertificate, chain.Leaf?.Certificate, .. chain.Layers.Select(l => l.Certificate)];
        foreach (Certificate? certificate in ownCertificates.Concat(anchors.Authorities.Concat(anchors.Intermediates).Select(a => a.ForDisplay)))
        {
            if (certificate is null)
                continue;
            from = certificate.NotBefore > from ? certificate.NotBefore : from;
            to = certificate.NotAfter < to ? certificate.NotAfter : to;
        }
        return (from, to);
    }
}
