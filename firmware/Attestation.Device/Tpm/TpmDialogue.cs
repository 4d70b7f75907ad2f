using Attestation.Device.Gpio;
using Attestation.Dice;

namespace Attestation.Device.Tpm;

/// <summary>Sends commands, again while the TPM asks for that, and reads responses. What it sent is wiped; what came stands until <see cref="Forget"/>.</summary>
internal sealed class TpmDialogue
{
    private const int MostTries = 50;
    private const int BetweenTries = 20; // milliseconds
    private const int LargestResponse = 256;

    private readonly ITpmChannel _channel;
    private readonly IDiceOperations _operations;
    private readonly IPause _pause;
    private readonly byte[] _response = new byte[LargestResponse];

    internal TpmDialogue(ITpmChannel channel, IDiceOperations operations, IPause pause)
    {
        _channel = channel;
        _operations = operations;
        _pause = pause;
    }

    /// <summary>The response code; <paramref name="response"/> counts only after a success and until the next command.</summary>
    internal uint Send(TpmCommand command, out TpmResponse response)
    {
        byte[] bytes = command.ToArray();
        try
        {
            uint code = Exchange(bytes, command.HasSessions, out response);
            for (int i = 1; i < MostTries && (code == TpmCodes.NvRate || code == TpmCodes.Retry || code == TpmCodes.Testing); i++)
            {
                _pause.Wait(BetweenTries);
                code = Exchange(bytes, command.HasSessions, out response);
            }

            return code;
        }
        finally
        {
            _operations.Wipe(bytes);
            command.Wipe();
        }
    }

    internal void Forget() => _operations.Wipe(_response);

    private uint Exchange(byte[] command, bool hasSessions, out TpmResponse response)
    {
        response = null;
        bool isAnswered = _channel.TryExchange(command, _response, out int length) && TpmResponse.TryRead(_response, length, hasSessions, out response);
        return isAnswered ? response.Code : TpmCodes.NotAnswered;
    }
}
