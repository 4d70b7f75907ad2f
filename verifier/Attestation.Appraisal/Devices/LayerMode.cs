using Attestation.Appraisal.Endorsements;

namespace Attestation.Appraisal.Devices;

/// <summary>Open Profile for DICE, section "Mode value details": the numbers are the profile's.</summary>
public enum LayerMode
{
    NotConfigured = 0,
    Normal = 1,
    Debug = 2,
    Recovery = 3,
}

/// <summary>The profile's four modes in the words of CoRIM flags. Only normal mode is "secure": the others each give up something.</summary>
public static class LayerModes
{
    public static ModeFlags Flags(this LayerMode mode) => mode switch
    {
        LayerMode.Normal => new ModeFlags(true, true, false, false),
        LayerMode.Debug => new ModeFlags(true, false, false, true),
        LayerMode.Recovery => new ModeFlags(true, false, true, false),
        _ => new ModeFlags(false, false, false, false),
    };

    public static string Name(this LayerMode mode) => mode switch
    {
        LayerMode.Normal => "normal",
        LayerMode.Debug => "debug",
        LayerMode.Recovery => "recovery",
        _ => "not-configured",
    };
}
