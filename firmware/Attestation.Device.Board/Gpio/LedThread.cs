using System.Threading;
using Attestation.Device.Gpio;

namespace Attestation.Device.Board.Gpio;

/// <summary>Keeps a status LED blinking beside everything else.</summary>
public sealed class LedThread
{
    private readonly StatusLed _led;
    private readonly object _gate = new object();

    /// <summary>Starts at once, with what the LED shows.</summary>
    public LedThread(StatusLed led)
    {
        _led = led;
        Thread thread = new Thread(Run) { Priority = ThreadPriority.BelowNormal };
        thread.Start();
    }

    /// <summary>Shows another code from the end of the present flash on.</summary>
    public void Show(BlinkCode code)
    {
        Monitor.Enter(_gate);
        try
        {
            _led.Show(code);
        }
        finally
        {
            Monitor.Exit(_gate);
        }
    }

    private void Run()
    {
        while (true)
            Thread.Sleep(Step());
    }

    private int Step()
    {
        Monitor.Enter(_gate);
        try
        {
            return _led.Step();
        }
        finally
        {
            Monitor.Exit(_gate);
        }
    }
}
