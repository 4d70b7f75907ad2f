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
        (DateTimeOffset from, DateTimeOffset to) = Window(read, anchors);
        string udsKeyThumbprint = Convert.ToHexStringLower(chain.RootKey.Thumbprint.Span);
        return new KnownChain
        {
            Leaf = chain.LeafKey,
            Keys = Keys(chain),
            UdsKeyThumbprint = udsKeyThumbprint,
            Vouching = Vouching(chain, udsKeyThumbprint, bearers),
            Bearers = bearers,
            Enrolled = Enrolled(bearers, anchors),
            Layers = Layers(chain),
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

    /// <summary>As <see cref="KnownChain.Vouching"/>. Certificates without measurements may stand above the UDS certificate in any number.</summary>
    private static List<string> Vouching(VerifiedDiceChain chain, string udsKeyThumbprint, VerificationKey[] bearers)
    {
        var vouching = new List<string>(3) { udsKeyThumbprint };
        if (!chain.Anchor.Key.Equals(chain.RootKey))
            vouching.Add(Convert.ToHexStringLower(chain.Anchor.Key.Thumbprint.Span));
        for (int i = 0; i < bearers.Length; i++)
        {
            VerificationKey key = bearers[i];
            if (key.Equals(chain.RootKey) || key.Equals(chain.Anchor.Key) || key.Equals(chain.LeafKey) || IsLayer(chain, key))
                continue;
            string thumbprint = Convert.ToHexStringLower(key.Thumbprint.Span);
            if (!vouching.Contains(thumbprint))
                vouching.Add(thumbprint);
        }
        return vouching;
    }

    private static bool IsLayer(VerifiedDiceChain chain, VerificationKey key)
    {
        for (int i = 0; i < chain.Layers.Count; i++)
        {
            if (chain.Layers[i].SubjectKey.Equals(key))
                return true;
        }
        return false;
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

    private static DeviceLayer[] Layers(VerifiedDiceChain chain)
    {
        var layers = new DeviceLayer[chain.Layers.Count];
        for (int i = 0; i < layers.Length; i++)
            layers[i] = LayerReading.Read(chain.Layers[i], i);
        return layers;
    }

    private static List<VerificationKey> Keys(VerifiedDiceChain chain)
    {
        var keys = new List<VerificationKey>(chain.Layers.Count + 3) { chain.Anchor.Key };
        AddNew(chain.RootKey);
        for (int i = 0; i < chain.Layers.Count; i++)
            AddNew(chain.Layers[i].SubjectKey);
        AddNew(chain.LeafKey);
        return keys;

        void AddNew(VerificationKey key)
        {
            if (!keys.Contains(key))
                keys.Add(key);
        }
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
    private static (DateTimeOffset From, DateTimeOffset To) Window(UnverifiedDiceChain chain, DiceAnchors anchors)
    {
        (DateTimeOffset From, DateTimeOffset To) window = (DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
        for (int i = 0; i < chain.Entries.Count; i++)
            Narrow(ref window, chain.Entries[i].ForDisplay.Certificate); // those between the anchor and the UDS certificate too
        for (int i = 0; i < anchors.Authorities.Count; i++)
            Narrow(ref window, anchors.Authorities[i].ForDisplay);
        for (int i = 0; i < anchors.Intermediates.Count; i++)
            Narrow(ref window, anchors.Intermediates[i].ForDisplay);
        return window;
    }

    private static void Narrow(ref (DateTimeOffset From, DateTimeOffset To) window, Certificate? certificate)
    {
        if (certificate is null)
            return;
        window.From = certificate.NotBefore > window.From ? certificate.NotBefore : window.From;
        window.To = certificate.NotAfter < window.To ? certificate.NotAfter : window.To;
    }
}
