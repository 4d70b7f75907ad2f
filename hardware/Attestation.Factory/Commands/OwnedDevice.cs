using System.CommandLine;
using System.CommandLine.Parsing;

namespace Attestation.Factory.Commands;

/// <summary>Where the device is that changes hands; <see cref="DeviceAddress"/>, but it may also be nowhere at hand.</summary>
internal static class OwnedDevice
{
    public static void AddTo(Command command)
    {
        command.Options.Add(DeviceAddress.Tcp);
        command.Options.Add(DeviceAddress.Tty);
        command.Options.Add(DeviceAddress.Speed);
        command.Validators.Add(result =>
        {
            if (result.GetResult(DeviceAddress.Tcp) is not null && result.GetResult(DeviceAddress.Tty) is not null)
                result.AddError("Where is the device? --tcp HOST:PORT or --tty PATH, not both.");
        });
    }

    public static bool IsGiven(CommandResult result) => result.GetResult(DeviceAddress.Tcp) is not null || result.GetResult(DeviceAddress.Tty) is not null;

    public static bool IsGiven(ParseResult arguments) => arguments.GetValue(DeviceAddress.Tcp) is not null || arguments.GetValue(DeviceAddress.Tty) is not null;
}
