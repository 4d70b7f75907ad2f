using System.Security.Cryptography;
using Attestation.Appraisal.Endorsements;

namespace Attestation.Appraisal.Devices;

/// <summary>Whether a layer's measurement is the one that a reference triple states (draft-ietf-rats-corim section 8, matching).</summary>
internal static class ReferenceMatch
{
    /// <summary>Every measured digest is among the reference's: a layer with two FWIDs needs both, one more is one too many.</summary>
    internal static bool Code(LayerReference reference, DeviceLayer layer)
    {
        if (reference.Code.Count == 0 || layer.Code.Count == 0)
            return false;
        for (int i = 0; i < layer.Code.Count; i++)
        {
            if (!Among(reference.Code, layer.Code[i]))
                return false;
        }
        return true;
    }

    /// <summary>By digest of the descriptor, or by the configuration input itself; a reference that states both must match in both. A tampered layer
    /// is compared as if it were intact, too: that it is not has a finding of its own.</summary>
    internal static bool Config(LayerReference reference, DeviceLayer layer) =>
        Config(reference, layer.Config, layer.RawConfig)
        || (layer.IntactConfig is { } intact && Config(reference, new ReferenceDigest(ReferenceDigest.Sha512, SHA512.HashData(intact.Span)), intact));

    private static bool Config(LayerReference reference, ReferenceDigest? measured, ReadOnlyMemory<byte>? input)
    {
        if (!reference.HasConfig)
            return false;
        if (reference.Config.Count > 0 && !(measured is { } digest && Among(reference.Config, digest)))
            return false;
        return reference.RawConfig is not { } raw || (input is { } actual && actual.Span.SequenceEqual(raw.Span));
    }

    internal static bool Authority(LayerReference reference, DeviceLayer layer) =>
        layer.Authority is { } digest && Among(reference.Authority, digest);

    private static bool Among(IReadOnlyList<ReferenceDigest> references, in ReferenceDigest actual)
    {
        for (int i = 0; i < references.Count; i++)
        {
            if (references[i].Matches(actual.Algorithm, actual.Value.Span))
                return true;
        }
        return false;
    }
}
