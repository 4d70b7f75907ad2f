using System;
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
    private const int BetweenLines = 1000; // milliseconds, also between two looks at a trial

    private const int BetweenLooks = 100; // at the case

    public static void Main()
    {
        Esp32Pins.Connect();
        BoardParts parts = new BoardParts();
        LedThread led = parts.Led();
        ResidentApplication resident = new ResidentApplication(parts.Board, BoardParts.Plan());
        DeviceRefusal refusal = resident.Start();
        led.Show(CodeOf(refusal, parts.Board));
        if (refusal == DeviceRefusal.None && resident.IsOnTrial)
            ShowTrial(resident, led, parts.Board);
        new Thread(() => Watch(resident)).Start();
        Serve(resident);
        Power.RebootDevice(RebootOption.NormalReboot);
    }

    private static void Watch(ResidentApplication resident)
    {
        while (true)
        {
            resident.WatchCase();
            Thread.Sleep(BetweenLooks);
        }
    }

    /// <summary>Until somebody confirms, over the line or in the application: the light follows either.</summary>
    private static void ShowTrial(ResidentApplication resident, LedThread led, ResidentBoard board)
    {
        led.Show(BlinkCode.OnTrial());
        new Thread(() =>
        {
            while (resident.IsOnTrial)
                Thread.Sleep(BetweenLines);
            led.Show(CodeOf(DeviceRefusal.None, board));
        }).Start();
    }

    /// <summary>One line after another, until a restart is wanted.</summary>
    private static void Serve(ResidentApplication resident)
    {
        SessionEnd end = SessionEnd.None;
        while (end != SessionEnd.Restart)
        {
            try
            {
                using (SerialByteChannel channel = new SerialByteChannel(Settings.SerialPort, Settings.BaudRate))
                {
                    end = resident.Serve(channel);
                    while (end == SessionEnd.StationLeft)
                        end = resident.Serve(channel);
                }
            }
            catch (Exception) // a port that cannot be opened yet, or not closed
            {
                end = end == SessionEnd.Restart ? end : SessionEnd.LineGone;
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
