namespace Attestation.Factory.Boards;

/// <summary>What runs the device's managed code.</summary>
public enum BoardRuntime
{
    /// <summary>nanoFramework's interpreter on a microcontroller.</summary>
    Nanoframework,

    /// <summary>.NET on Linux.</summary>
    Linux,
}
