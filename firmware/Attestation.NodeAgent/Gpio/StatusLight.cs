using Attestation.Device.Gpio;
using Attestation.NodeAgent.Running;
using Attestation.NodeAgent.State;
using Attestation.Tpm.Transports.Kernel;

namespace Attestation.NodeAgent.Gpio;

/// <summary>A light on the node that shows what the verifier thinks of it: on while it affirms, five flashes a second while it refuses, a second on and a second off while there is
/// no verdict, three short flashes while the tamper input has tripped.</summary>
public sealed class StatusLight : IDisposable
{
    private readonly GpioLine line;
    private readonly StatusLed led;
    private readonly Lock turn = new();

    private StatusLight(GpioLine line, StatusLed led) => (this.line, this.led) = (line, led);

    /// <exception cref="AgentException">There is no such line, or another program holds it.</exception>
    public static StatusLight Open(GpioPin pin, Func<string, IKernelDevice>? open = null)
    {
        try
        {
            using IKernelDevice chip = (open ?? KernelDevice.Open)(pin.Address.Chip);
            GpioLine line = GpioLine.Output(chip, pin.Address.Line, isHigh: !pin.IsActiveHigh);
            return new StatusLight(line, new StatusLed(line, pin.IsActiveHigh));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw AgentException.Failed($"The status light {pin} cannot be driven: {e.Message}. Compare --status-led with gpioinfo.", e);
        }
    }

    /// <summary>What an attempt came to.</summary>
    /// <param name="outcome">Of the verifier.</param>
    /// <param name="isTripped">The tamper input's state outweighs it.</param>
    public void Show(AttemptOutcome outcome, bool isTripped)
    {
        BlinkCode code = (outcome, isTripped) switch
        {
            (_, true) => BlinkCode.Tampered(),
            (AttemptOutcome.Affirming, _) => BlinkCode.Booted(),
            (AttemptOutcome.Refused, _) => BlinkCode.NotTrusted(),
            _ => BlinkCode.OnTrial(),
        };
        lock (turn)
            led.Show(code);
    }

    /// <summary>Blinks until cancelled.</summary>
    public async Task RunAsync(TimeProvider time, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            int pause;
            lock (turn)
                pause = led.Step();
            await Task.Delay(TimeSpan.FromMilliseconds(pause), time, cancellation).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    public void Dispose() => line.Dispose();
}
