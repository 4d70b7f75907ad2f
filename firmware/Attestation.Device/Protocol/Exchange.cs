using System;
using Attestation.Dice;

namespace Attestation.Device.Protocol;

/// <summary>One request and its answer, as they come and go in parts. The answer stays until the next request begins, so that a part which was lost can be
/// sent again and nothing is done twice.</summary>
internal sealed class Exchange
{
    /// <summary>How far behind the present number one is old, not new: a station that starts again picks any number, and old frames are never this old.</summary>
    private const int StaleWindow = 256;

    private static readonly byte[] NoRequest = new byte[0];

    private byte[] _request = NoRequest; // of the request's size, and only while there is one: a session that waits leaves the memory to the application
    private bool _exists;
    private int _total;

    /// <summary>The present number; 0 before the first.</summary>
    internal int Sequence { get; private set; }

    internal byte[] Request => _request;

    /// <summary>How much of the request is here, and so the offset that is wanted next.</summary>
    internal int Received { get; private set; }

    internal bool IsComplete => _exists && (Received == _total || IsTooLong);

    internal bool IsTooLong => _total > FrameLayout.MaximumRequest;

    /// <summary>Null until the request is complete and done.</summary>
    internal byte[] Answer { get; set; }

    internal bool Is(int sequence) => _exists && Sequence == sequence;

    internal bool IsStale(int sequence)
    {
        int behind = (Sequence - sequence) & 0xFFFF;
        return _exists && behind != 0 && behind < StaleWindow;
    }

    /// <summary>A part of a request: begins an exchange, continues it, or repeats something.</summary>
    /// <returns>False when it contradicts itself or what came before; nothing was changed then.</returns>
    internal bool Take(IDiceOperations operations, FrameReader frame)
    {
        int length = frame.PayloadLength - FrameLayout.PartHeadSize;
        if (length < 0)
            return false;
        int offset = FrameLayout.Read16(frame.Buffer, FrameLayout.HeadSize);
        int total = FrameLayout.Read16(frame.Buffer, FrameLayout.HeadSize + 2);
        if (total == 0 || offset + length > total || (Is(frame.Sequence) && total != _total))
            return false;
        if (!Is(frame.Sequence))
            Begin(operations, frame.Sequence, total);
        if (Answer == null && !IsTooLong && offset == Received)
        {
            Array.Copy(frame.Buffer, FrameLayout.HeadSize + FrameLayout.PartHeadSize, _request, offset, length);
            Received += length;
        }
        return true;
    }

    internal void WipeRequest(IDiceOperations operations)
    {
        operations.Wipe(_request);
        _request = NoRequest;
    }

    internal void Wipe(IDiceOperations operations)
    {
        WipeRequest(operations);
        _exists = false;
        Answer = null;
    }

    private void Begin(IDiceOperations operations, int sequence, int total)
    {
        WipeRequest(operations);
        _exists = true;
        Sequence = sequence;
        _total = total;
        if (!IsTooLong)
            _request = new byte[total];
        Received = 0;
        Answer = null;
    }
}
