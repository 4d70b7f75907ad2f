using Attestation.Dice;

namespace Attestation.Device.Protocol;

/// <summary>The device's end of the line: it only ever answers, one frame for a frame, so what a station sends twice is answered twice and done once.
/// docs/formats/device-protocol.md.</summary>
public sealed class DeviceSession
{
    private const int ReadTimeout = 1000; // milliseconds; only how soon a closed line is noticed
    private const int ReadSize = 64;

    private readonly IDiceOperations _operations;
    private readonly IByteChannel _channel;
    private readonly CommandTable _commands;
    private readonly Exchange _exchange = new Exchange();
    private readonly FrameReader _reader = new FrameReader();
    private readonly FrameWriter _writer;
    private readonly byte[] _input = new byte[ReadSize];

    /// <param name="operations">Wipes what a request held.</param>
    /// <param name="channel">The line.</param>
    /// <param name="commands">What can be asked here.</param>
    public DeviceSession(IDiceOperations operations, IByteChannel channel, CommandTable commands)
    {
        _operations = operations;
        _channel = channel;
        _commands = commands;
        _writer = new FrameWriter(channel);
    }

    /// <summary>Answers until the line is gone, the station leaves, or a command wants a restart.</summary>
    public SessionEnd Run()
    {
        try
        {
            while (true)
            {
                int count = _channel.Read(_input, 0, _input.Length, ReadTimeout);
                if (count < 0)
                    return SessionEnd.LineGone;
                for (int i = 0; i < count; i++)
                {
                    SessionEnd end = Take(_reader.Push(_input[i]));
                    if (end != SessionEnd.None)
                        return end;
                }
                _operations.Wipe(_input);
            }
        }
        finally
        {
            _exchange.Wipe(_operations);
            _reader.Wipe();
            _operations.Wipe(_input);
        }
    }

    private SessionEnd Take(FrameArrival arrival)
    {
        if (arrival == FrameArrival.Pending)
            return SessionEnd.None;
        if (arrival == FrameArrival.Damaged)
            return Sent(_writer.Write(FrameType.Damaged, _exchange.Sequence, -1));
        switch (_reader.Type)
        {
            case FrameType.Request:
                return TakeRequest();
            case FrameType.Pull:
                return TakePull();
            case FrameType.Leave:
                return SessionEnd.StationLeft;
            default:
                return SessionEnd.None; // an echo of our own, or a later version's
        }
    }

    private SessionEnd TakeRequest()
    {
        int sequence = _reader.Sequence;
        if (_exchange.IsStale(sequence))
            return Sent(_writer.Write(FrameType.Stale, sequence, _exchange.Sequence));
        if (!_exchange.Take(_operations, _reader))
            return Sent(_writer.Write(FrameType.Damaged, sequence, -1));
        if (_exchange.IsComplete && _exchange.Answer == null)
            Execute();
        if (_exchange.Answer == null)
            return Sent(_writer.Write(FrameType.Want, sequence, _exchange.Received));
        SessionEnd end = Sent(_writer.WritePart(FrameType.Answer, sequence, _exchange.Answer, 0));
        return _commands.WantsRestart ? SessionEnd.Restart : end;
    }

    private SessionEnd TakePull()
    {
        int sequence = _reader.Sequence;
        if (_exchange.IsStale(sequence))
            return Sent(_writer.Write(FrameType.Stale, sequence, _exchange.Sequence));
        if (_reader.PayloadLength != 2)
            return Sent(_writer.Write(FrameType.Damaged, sequence, -1));
        int offset = FrameLayout.Read16(_reader.Buffer, FrameLayout.HeadSize);
        if (!_exchange.Is(sequence) || _exchange.Answer == null)
            return Sent(_writer.Write(FrameType.Want, sequence, _exchange.Is(sequence) ? _exchange.Received : 0));
        if (offset >= _exchange.Answer.Length)
            return Sent(_writer.Write(FrameType.Damaged, sequence, -1));
        return Sent(_writer.WritePart(FrameType.Answer, sequence, _exchange.Answer, offset));
    }

    private void Execute()
    {
        byte[] answer = null;
        try
        {
            answer = _exchange.IsTooLong
                ? CommandAnswer.Refused(DeviceRefusal.RequestTooLong)
                : _commands.Answer(_exchange.Request, _exchange.Received);
        }
        finally
        {
            _exchange.WipeRequest(_operations);
            _reader.Wipe();
        }
        _exchange.Answer = answer;
    }

    private static SessionEnd Sent(bool sent) => sent ? SessionEnd.None : SessionEnd.LineGone;
}
