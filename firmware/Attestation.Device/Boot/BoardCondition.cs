using Attestation.Dice;

namespace Attestation.Device.Boot;

/// <summary>What a board's glue found out about the board right after reset, by reading hardware and not by remembering.</summary>
public sealed class BoardCondition
{
    /// <summary>The board's configuration as bytes, such as its description file; its SHA-256 is measured into layer 0.</summary>
    public byte[] Configuration { get; set; }

    /// <summary>The board was opened. A boot sets it from <see cref="BootBoard.Tamper"/> where there is one, and never takes it back.</summary>
    public bool IsTampered { get; set; }

    /// <summary>Every lock that the board's description asks for has been read back as in force.</summary>
    public bool AreLocksInForce { get; set; }

    /// <summary>A debugger could be attached: an open debug port, or a development interpreter with its wire protocol.</summary>
    public bool IsDebugOpen { get; set; }

    /// <summary>Started for maintenance, from a button or a jumper.</summary>
    public bool IsRecovery { get; set; }

    /// <summary>Open Profile for DICE, "Mode Value Details": Normal only where nothing speaks against it.</summary>
    /// <param name="isUdsProtected">See <see cref="IUdsSource.IsProtected"/>.</param>
    public DiceMode Mode(bool isUdsProtected)
    {
        if (IsDebugOpen)
            return DiceMode.Debug;
        if (IsRecovery)
            return DiceMode.Recovery;
        return AreLocksInForce && isUdsProtected ? DiceMode.Normal : DiceMode.NotConfigured;
    }
}
