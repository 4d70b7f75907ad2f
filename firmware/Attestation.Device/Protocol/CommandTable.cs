using Attestation.Device.Wire;

namespace Attestation.Device.Protocol;

/// <summary>What can be asked of a device in its present state: groups of commands, the first that knows a number answers. Request = [command, ? map].</summary>
public sealed class CommandTable
{
    private readonly ICommandGroup[] _groups;

    /// <param name="groups">In the order in which they are asked.</param>
    public CommandTable(ICommandGroup[] groups) => _groups = groups;

    /// <summary>Set by the command restart: the session ends when the answer is on the line.</summary>
    public bool WantsRestart { get; private set; }

    /// <summary>Answers a request, whatever its bytes are.</summary>
    /// <param name="request">Holds the request from its beginning; the caller wipes it.</param>
    /// <param name="length">Of the request.</param>
    public byte[] Answer(byte[] request, int length)
    {
        CborReader reader = new CborReader(request, 0, length);
        if (!reader.TryReadArray(2, out int count) || count == 0 || !reader.TryReadInteger(int.MaxValue, out int command)
            || (count == 1) != reader.IsAtEnd || !CommandArguments.TryRead(reader, request, out CommandArguments arguments))
            return CommandAnswer.Refused(DeviceRefusal.RequestMalformed);
        if (command == DeviceCommand.Restart)
            return Restart(arguments);
        foreach (ICommandGroup group in _groups)
        {
            byte[] answer = group.Answer(command, arguments);
            if (answer != null)
                return answer;
        }
        return CommandAnswer.Refused(DeviceRefusal.CommandUnknown);
    }

    private byte[] Restart(CommandArguments arguments)
    {
        if (!arguments.IsEmpty)
            return CommandAnswer.Refused(DeviceRefusal.ArgumentInvalid);
        WantsRestart = true;
        return CommandAnswer.Done();
    }
}
