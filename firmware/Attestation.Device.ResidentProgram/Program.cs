using System.Threading;
using Attestation.Device.Board.Gpio;
using Attestation.Device.Board.Serial;
using Attestation.Device.Gpio;
using Attestation.Device.Protocol;
using Attestation.Device.Resident;
using nanoFramework.Runtime.Native;

namespace Attestation.Device.ResidentProgram;

/// <summary>The resident program of a board, layer 0: boots what may boot, shows on the LED what became of it, and answers the factory and the owner over the
/// serial line until it is told to restart.</summary>
public static class Program
{
    private const int BetweenLines = 1000; // milliseconds

    public static void Main()
    {
        Esp32Pins.Connect();
        BoardParts parts = new BoardParts();
        LedThread led = parts.Led();
        ResidentApplication resident = new ResidentApplication(parts.Board, BoardParts.Plan());
        led.Show(CodeOf(resident.Start(), parts.Board));
        Serve(resident);
        Power.RebootDevice(RebootOption.NormalReboot);
    }

    /// <summary>One line after another, until a restart is wanted.</summary>
    private static void Serve(ResidentApplication resident)
    {
        SessionEnd end = SessionEnd.None;
        while (end != SessionEnd.Restart)
        {
            using (SerialByteChannel channel = new SerialByteChannel(Settings.SerialPort, Settings.BaudRate))
            {
                end = resident.Serve(channel);
                while (end == SessionEnd.StationLeft)
                    end = resident.Serve(channel);
            }

            if (end == SessionEnd.LineGone)
                Thread.Sleep(BetweenLines);
        }
    }

    private static BlinkCode CodeOf(DeviceRefusal refusal, ResidentBoard board)
    {
        if (refusal != DeviceRefusal.None)
            return BlinkCode.Refused(refusal);
        return board.Boot.Condition.IsTampered ? BlinkCode.Tampered() : BlinkCode.Booted();
    }
}
