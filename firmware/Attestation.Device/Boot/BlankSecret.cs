namespace Attestation.Device.Boot;

/// <summary>Tells storage that nobody programmed: all 00 (fuses) or all FF (flash).</summary>
internal static class BlankSecret
{
    /// <summary>Looks at every byte whatever the first ones are.</summary>
    public static bool Is(byte[] secret)
    {
        int any = 0;
        int all = 0xFF;
        for (int i = 0; i < secret.Length; i++)
        {
            any |= secret[i];
            all &= secret[i];
        }

        return any == 0 || all == 0xFF;
    }
}
