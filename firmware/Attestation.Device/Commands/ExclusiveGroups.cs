using System.Threading;
using Attestation.Device.Protocol;

namespace Attestation.Device.Commands;

/// <summary>All groups of a device behind one gate: storage and slots are changed by one thread at a time, be it a session's or the application's.</summary>
internal sealed class ExclusiveGroups : ICommandGroup
{
    private readonly object _gate;
    private readonly ICommandGroup[] _groups;

    /// <param name="gate">Taken for every command.</param>
    /// <param name="groups">In the order in which they are asked.</param>
    public ExclusiveGroups(object gate, ICommandGroup[] groups)
    {
        _gate = gate;
        _groups = groups;
    }

    public byte[] Answer(int command, CommandArguments arguments)
    {
        Monitor.Enter(_gate);
        try
        {
            byte[] answer = null;
            for (int i = 0; answer == null && i < _groups.Length; i++)
                answer = _groups[i].Answer(command, arguments);
            return answer;
        }
        finally
        {
            Monitor.Exit(_gate);
        }
    }
}
