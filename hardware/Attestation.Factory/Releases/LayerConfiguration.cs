using Attestation.Dice;

namespace Attestation.Factory.Releases;

/// <summary>The configuration descriptor of a layer, as boot code writes it and as a release predicts it. docs/formats/dice-reference-values.md.</summary>
public static class LayerConfiguration
{
    /// <param name="manifest">Names the component; null where the boot code could not read one: then the map holds the switch only.</param>
    /// <param name="resettable">The component's one configuration switch; false in released firmware.</param>
    public static byte[] Encode(ReleaseManifest? manifest, bool resettable)
    {
        var map = new ConfigurationMap();
        if (manifest is not null)
            map.WithComponentName(manifest.Name).WithComponentVersion(manifest.Version).WithSecurityVersion(manifest.Svn);
        if (resettable)
            map.WithResettable();
        return map.Encode();
    }
}
