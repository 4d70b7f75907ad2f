using Attestation.Formats.Reasons;
using Attestation.NodeAgent.Keys;
using Attestation.Simulator.SpiTpms;
using Attestation.Tpm.Transports.Spi;
using Attestation.UnitTests.Device.Gpio;
using Attestation.UnitTests.Tpm.Transports.Spi;

namespace Attestation.UnitTests.Reasons;

public static partial class ReasonProducers
{
    private static readonly TimeSpan Endless = TimeSpan.FromDays(1);

    private static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> SpiTpms => new()
    {
        [SpiReasons.Device] = () => Address("/nonexistent/spidev0.1", path => throw new FileNotFoundException(path)),
        [SpiReasons.Bus] = () => Address("/dev/null", Attestation.Tpm.Transports.Kernel.KernelDevice.Open),
        [SpiReasons.ResetLine] = () => Address("/dev/spidev0.1,reset=/dev/gpiochip0:24", path => path == "/dev/gpiochip0"
            ? throw new FileNotFoundException(path) : new OpenedBus(new SpiBench(new SpiTpmConditions { RestingLine = 0xFF }).Tpm)),
        [SpiReasons.Absent] = () => Met(new SpiTpmConditions { RestingLine = 0xFF }),
        [SpiReasons.WaitStates] = () => Met(new SpiTpmConditions { WaitStates = () => int.MaxValue }),
        [SpiReasons.NotStarted] = () => Met(new SpiTpmConditions { Start = Endless }),
        [SpiReasons.Family] = () => Met(new SpiTpmConditions { Family = 0 }),
        [SpiReasons.Locality] = () => Met(new SpiTpmConditions { Grant = Endless }),
        [SpiReasons.LocalityLost] = () => Met(new SpiTpmConditions { SeizedAfter = 30 }),
        [SpiReasons.NotReady] = () => Met(new SpiTpmConditions { Ready = Endless }),
        [SpiReasons.Status] = () => Met(new SpiTpmConditions { Invalid = TimeSpan.FromSeconds(1) }),
        [SpiReasons.BurstCount] = () => Met(new SpiTpmConditions { BurstCount = () => 0 }),
        [SpiReasons.CommandCutShort] = () => Met(new SpiTpmConditions { DoublesByte = 98 }),
        [SpiReasons.CommandIncomplete] = () => Met(new SpiTpmConditions { LosesByte = 50 }),
        [SpiReasons.Execution] = () => Met(new SpiTpmConditions { Execution = Endless }),
        [SpiReasons.Response] = () => Met(Unreadable()),
        [SpiReasons.NotCancelled] = () => Met(new SpiTpmConditions { Execution = TimeSpan.FromMinutes(4), IgnoresCancel = true }, cancelAfter: 200),
    };

    /// <summary>Meets the TPM, sends one command of 100 bytes, and says why that failed.</summary>
    private static IEnumerable<ReasonCode> Met(SpiTpmConditions conditions, int? cancelAfter = null)
    {
        SpiBench bench = new(conditions);
        return Failing(async () =>
        {
            await using var transport = new ExplainedTransport(await bench.OpenAsync());
            using var stop = new CancellationTokenSource();
            if (cancelAfter is { } transactions)
                SpiTransportTests.CancelAfter(bench, transactions, stop);
            await transport.ExchangeAsync(SpiBench.Command(100, 100), stop.Token);
        });
    }

    private static IEnumerable<ReasonCode> Address(string text, Func<string, Attestation.Tpm.Transports.Kernel.IKernelDevice> open)
    {
        Assert.True(SpiAddress.TryParse(text, out SpiAddress? address));
        return Failing(() => address!.ConnectAsync(open, new Bench()));
    }

    private static IEnumerable<ReasonCode> Failing(Func<Task> use)
    {
        try
        {
            use().GetAwaiter().GetResult();
            return [];
        }
        catch (TisException e)
        {
            return [SpiTpmFailure.Of(e).Reason];
        }
        catch (SpiTpmFailure e)
        {
            return [e.Reason];
        }
    }

    private static SpiTpmConditions Unreadable()
    {
        var conditions = new SpiTpmConditions();
        for (int i = 1; i <= 3; i++)
            conditions.Readings.Enqueue(ReadDefect.SizeGarbled);
        return conditions;
    }

    /// <summary>A device that takes every setting and reads as ones.</summary>
    private sealed class OpenedBus(ISpiBus bus) : Attestation.Tpm.Transports.Kernel.IKernelDevice
    {
        public void Control(uint request, byte[] argument)
        {
            if (argument.Length != 32)
                return;
            byte[] ones = new byte[BitConverter.ToInt32(argument, 16)];
            bus.Transfer(new byte[ones.Length], ones, keepSelected: false);
            System.Runtime.InteropServices.Marshal.Copy(ones, 0, (nint)BitConverter.ToInt64(argument, 8), ones.Length);
        }

        public int Read(byte[] buffer, TimeSpan timeout) => 0;

        public Attestation.Tpm.Transports.Kernel.IKernelDevice Adopt(int descriptor) => this;

        public void Dispose() => bus.Dispose();
    }
}
