namespace Attestation.Device.Gpio;

/// <summary>What a status LED shows, as milliseconds on, off, on, off ... and again from the start.
/// <code>
/// booted          on
/// starting        2 flashes a second
/// on trial        one second on, one off
/// not trusted     5 flashes a second (a node whose verifier refuses it)
/// tampered        3 very short flashes, pause
/// refused NM      N long flashes, M short ones, pause    (refusal 24: two long, four short)
/// </code></summary>
public sealed class BlinkCode
{
    private const int Short = 200;
    private const int Long = 800;
    private const int Gap = 300;
    private const int Pause = 2000;

    private readonly int[] _times;

    private BlinkCode(int[] times) => _times = times;

    public static BlinkCode Starting() => new BlinkCode(new int[] { 250, 250 });

    public static BlinkCode Booted() => new BlinkCode(new int[] { 1000 });

    /// <summary>Runs an update that nobody confirmed yet.</summary>
    public static BlinkCode OnTrial() => new BlinkCode(new int[] { 1000, 1000 });

    /// <summary>The verifier refuses this machine.</summary>
    public static BlinkCode NotTrusted() => new BlinkCode(new int[] { 100, 100 });

    public static BlinkCode Tampered() => new BlinkCode(new int[] { 60, 140, 60, 140, 60, Pause });

    /// <summary>The number of a refusal, so that it can be read without a cable.</summary>
    public static BlinkCode Refused(DeviceRefusal refusal)
    {
        int number = (int)refusal;
        if (number < 1 || number > 99)
            return Starting();
        int tens = (int)((uint)number / 10);
        int units = number - (tens * 10);
        int flashes = tens + units;
        int[] times = new int[flashes * 2];
        for (int i = 0; i < flashes; i++)
        {
            times[i * 2] = i < tens ? Long : Short;
            times[(i * 2) + 1] = i < flashes - 1 ? Gap : Pause;
        }

        return new BlinkCode(times);
    }

    /// <summary>Number of periods; odd ones (the second, the fourth ...) are dark.</summary>
    public int Count => _times.Length;

    /// <summary>Milliseconds of a period.</summary>
    public int Time(int period) => _times[period];
}
