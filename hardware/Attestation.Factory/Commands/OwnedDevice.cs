using System.CommandLine;
using System.CommandLine.Parsing;
using Attestation.Factory.Stations.Serial;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Commands;

/// <summary>The device that changes hands, where it is at the line.</summary>
internal static class OwnedDevice
{
    private static readonly Option<string?> Tcp = new("--tcp") { Description = "The device behind this address: attest-sim devices, a terminal server.", HelpName = "HOST:PORT" };

    public static void AddTo(Command command) => command.Options.Add(Tcp);

    public static bool IsGiven(CommandResult result) => result.GetResult(Tcp) is not null;

    public static bool IsGiven(ParseResult arguments) => arguments.GetValue(Tcp) is not null;

    /// <exception cref="FactoryException"><c>factory.device-source</c>, <c>factory.device-lost</c>.</exception>
    public static async Task<T> WithDeviceAsync<T>(ParseResult arguments, Func<SerialDevice, Task<T>> use, CancellationToken cancellation)
    {
        await using var device = (SerialDevice)(await SourceOf(arguments.GetValue(Tcp)!).NextAsync(cancellation))!; // not null: the first connection
        return await use(device);
    }

    private static TcpDeviceSource SourceOf(string address)
    {
        int colon = address.LastIndexOf(':');
        return colon > 0 && ushort.TryParse(address.AsSpan(colon + 1), out ushort port) && port > 0
            ? new TcpDeviceSource(address[..colon].Trim('[', ']'), port)
            : throw new FactoryException(LineReasons.DeviceSource, $"{address} is no HOST:PORT.");
    }
}
