using System.CommandLine;
using Attestation.Factory.Stations;
using Attestation.Factory.Stations.Serial;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Commands;

/// <summary>The options that say where a device is.</summary>
internal static class DeviceAddress
{
    private const int UsualSpeed = 115200;

    public static readonly Option<string?> Tcp = new("--tcp") { Description = "The device behind this address: attest-sim devices, a terminal server.", HelpName = "HOST:PORT" };

    public static readonly Option<string?> Tty = new("--tty") { Description = "The device at this serial port.", HelpName = "PATH" };

    public static readonly Option<int> Speed = new("--speed") { Description = "Bits per second of the serial port.", DefaultValueFactory = _ => UsualSpeed };

    public static void AddTo(Command command)
    {
        command.Options.Add(Tcp);
        command.Options.Add(Tty);
        command.Options.Add(Speed);
        command.Validators.Add(result =>
        {
            if (result.GetValue(Tcp) is null == result.GetValue(Tty) is null)
                result.AddError("Where is the device? --tcp HOST:PORT or --tty PATH.");
        });
    }

    /// <summary>Speaks with the device.</summary>
    /// <exception cref="FactoryException"><c>factory.device-source</c>, <c>factory.device-lost</c>.</exception>
    public static async Task<T> WithDeviceAsync<T>(ParseResult arguments, Func<SerialDevice, Task<T>> use, CancellationToken cancellation)
    {
        await using SerialDevice device = await OpenAsync(arguments, cancellation);
        return await use(device);
    }

    /// <exception cref="FactoryException"><c>factory.device-source</c>: this is no address.</exception>
    public static TcpDeviceSource Behind(string address)
    {
        int colon = address.LastIndexOf(':');
        return colon > 0 && ushort.TryParse(address.AsSpan(colon + 1), out ushort port) && port > 0
            ? new TcpDeviceSource(address[..colon].Trim('[', ']'), port)
            : throw new FactoryException(LineReasons.DeviceSource, $"{address} is no HOST:PORT.");
    }

    private static async Task<SerialDevice> OpenAsync(ParseResult arguments, CancellationToken cancellation) => arguments.GetValue(Tcp) is { } address
        ? (SerialDevice)(await Behind(address).NextAsync(cancellation))! // not null: the first connection
        : new TtyDeviceSource(arguments.GetValue(Tty)!, arguments.GetValue(Speed)).Open();
}
