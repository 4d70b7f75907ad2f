using System.Buffers.Binary;
using System.Security.Cryptography;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Stations.Serial;

/// <summary>The station's end of exchanges: request in parts, answer pulled, and everything that the line loses sent again. docs/formats/device-protocol.md,
/// "Exchanges"; the numbers in comments are its rules.</summary>
internal sealed class SerialExchange(FrameLink link, SerialPatience patience, TimeProvider clock)
{
    private ushort _sequence;
    private bool _isSynchronised;

    /// <summary>One request, and all of its answer.</summary>
    /// <exception cref="FactoryException"><c>factory.device-lost</c></exception>
    public async Task<byte[]> AskAsync(CommandRequest request, CancellationToken cancellation)
    {
        if (!_isSynchronised)
            await SynchroniseAsync(cancellation);
        Advance(_sequence);
        for (int beginnings = 0; beginnings < patience.Tries; beginnings++)
        {
            DeviceFrame reply = await SendPartsAsync(request.Bytes, cancellation);
            if (reply.Type == FrameTypes.Stale)
                Advance((ushort)reply.Value!.Value);
            else if (await PullAsync(reply, cancellation) is { } answer)
                return answer;
        }
        throw new FactoryException(LineReasons.DeviceLost, $"It forgot {patience.Tries} times what it was asked.");
    }

    /// <summary>Says that the station is done with the device; nothing is answered.</summary>
    public Task LeaveAsync(CancellationToken cancellation) => link.SendAsync(FrameCodec.Encode(FrameTypes.Leave, _sequence, []), patience.Silence, cancellation);

    /// <summary>Rule 5: a station that starts anew takes any number. Asked for the answer to it, the device says where it stands; a number that it is busy
    /// with, from a station before, would get the answer to another request.</summary>
    private async Task SynchroniseAsync(CancellationToken cancellation)
    {
        _sequence = (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1);
        DeviceFrame reply = await RoundTripAsync(FrameTypes.Pull, new byte[sizeof(ushort)], patience.Silence,
            frame => frame.Value is not null || frame.Type == FrameTypes.Answer, cancellation);
        if (reply.Type == FrameTypes.Stale)
            _sequence = (ushort)reply.Value!.Value;
        _isSynchronised = true;
    }

    /// <summary>Rules 1 and 2.</summary>
    /// <returns>The first part of the answer, or <c>stale</c>.</returns>
    private async Task<DeviceFrame> SendPartsAsync(ReadOnlyMemory<byte> request, CancellationToken cancellation)
    {
        int offset = 0;
        for (int turnsBack = 0; turnsBack < patience.Tries;)
        {
            int length = Math.Min(ProtocolSizes.Part, request.Length - offset);
            bool isLast = offset + length == request.Length;
            DeviceFrame reply = await RequestAsync(request, offset, length, isLast ? patience.Work : patience.Silence, cancellation);
            if (reply.Type != FrameTypes.Want)
                return reply;
            turnsBack += reply.Value < offset ? 1 : 0; // the device was reset meanwhile
            offset = reply.Value!.Value;
        }
        throw new FactoryException(LineReasons.DeviceLost, "It does not hold a request.");
    }

    private async Task<DeviceFrame> RequestAsync(ReadOnlyMemory<byte> request, int offset, int length, TimeSpan silence, CancellationToken cancellation)
    {
        byte[] payload = new byte[ProtocolSizes.PartHead + length];
        try
        {
            BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)offset);
            BinaryPrimitives.WriteUInt16BigEndian(payload.AsSpan(2), (ushort)request.Length);
            request.Slice(offset, length).CopyTo(payload.AsMemory(ProtocolSizes.PartHead));
            return await RoundTripAsync(FrameTypes.Request, payload, silence, IsReply, cancellation);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(payload);
        }

        bool IsReply(DeviceFrame frame) => frame.Type switch
        {
            FrameTypes.Want => frame.Value is { } wanted && wanted < request.Length && wanted != offset, // the same offset: a late reply to an earlier frame
            FrameTypes.Answer => frame.TryReadPart(out int at, out int total, out _) && at == 0 && total > 0,
            FrameTypes.Stale => frame.Value is not null,
            _ => false,
        };
    }

    /// <summary>Rule 3.</summary>
    /// <returns>Null when the device has forgotten the exchange.</returns>
    private async Task<byte[]?> PullAsync(DeviceFrame first, CancellationToken cancellation)
    {
        first.TryReadPart(out _, out int total, out ReadOnlyMemory<byte> bytes);
        byte[] answer = new byte[total];
        bytes.CopyTo(answer);
        int have = bytes.Length;
        while (have < total)
        {
            byte[] offset = new byte[sizeof(ushort)];
            BinaryPrimitives.WriteUInt16BigEndian(offset, (ushort)have);
            int wanted = have;
            DeviceFrame reply = await RoundTripAsync(FrameTypes.Pull, offset, patience.Silence, frame => IsPart(frame, wanted, total) || IsForgotten(frame), cancellation);
            if (!reply.TryReadPart(out _, out _, out bytes))
                return null;
            bytes.CopyTo(answer.AsMemory(have));
            have += bytes.Length;
        }
        return answer;
    }

    /// <summary>It was reset, or another station has asked it meanwhile.</summary>
    private static bool IsForgotten(DeviceFrame frame) => (frame.Type == FrameTypes.Want && frame.Value == 0) || (frame.Type == FrameTypes.Stale && frame.Value is not null);

    private static bool IsPart(DeviceFrame frame, int wanted, int total) => frame.Type == FrameTypes.Answer
        && frame.TryReadPart(out int offset, out int length, out ReadOnlyMemory<byte> bytes) && offset == wanted && length == total && bytes.Length > 0;

    /// <summary>Rule 4: one frame out, again and again, until its reply is in. What belongs to other exchanges or comes twice is passed over.</summary>
    private async Task<DeviceFrame> RoundTripAsync(byte type, byte[] payload, TimeSpan silence, Func<DeviceFrame, bool> isReply, CancellationToken cancellation)
    {
        byte[] frame = FrameCodec.Encode(type, _sequence, payload);
        try
        {
            long start = clock.GetTimestamp();
            TimeSpan interval = patience.First;
            int damages = 0;
            while (true)
            {
                await link.SendAsync(frame, patience.Silence, cancellation);
                (DeviceFrame? reply, bool wasDamaged) = await AwaitAsync(interval, isReply, cancellation);
                if (reply is not null)
                    return reply;
                damages += wasDamaged ? 1 : 0;
                if (damages >= patience.Tries)
                    throw new FactoryException(LineReasons.DeviceLost, $"The line damaged {damages} frames in a row.");
                if (clock.GetElapsedTime(start) >= silence)
                    throw new FactoryException(LineReasons.DeviceLost, $"It has been silent for {silence.TotalSeconds:0.#} seconds.");
                if (!wasDamaged)
                    interval = interval * 2 < patience.Longest ? interval * 2 : patience.Longest;
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(frame);
        }
    }

    private async Task<(DeviceFrame? Reply, bool WasDamaged)> AwaitAsync(TimeSpan limit, Func<DeviceFrame, bool> isReply, CancellationToken cancellation)
    {
        long start = clock.GetTimestamp();
        bool wasDamaged = false;
        while (await link.ReceiveAsync(limit - clock.GetElapsedTime(start), cancellation) is { } frame)
        {
            if (frame.Type == FrameTypes.Damaged && !wasDamaged)
            {
                wasDamaged = true;
                TimeSpan soon = clock.GetElapsedTime(start) + patience.AfterDamage;
                limit = soon < limit ? soon : limit;
            }
            else if (frame.Sequence == _sequence && isReply(frame))
            {
                return (frame, wasDamaged);
            }
        }
        return (null, wasDamaged);
    }

    private void Advance(ushort present) => _sequence = unchecked((ushort)(present + 1));
}
