using System.Buffers.Binary;

namespace Attestation.Simulator.SpiTpms;

/// <summary>Commands and responses: PTP 1.05 clause 6.5.1.3, the state machine of the FIFO interface.</summary>
public sealed partial class SpiTpm
{
    private const int LongestCommand = 4096;
    private static readonly byte[] Cancelled = [0x80, 0x01, 0, 0, 0, 10, 0, 0, 0x09, 0x09]; // TPM_RC_CANCELED

    private readonly List<byte> command = [];
    private State state = State.Idle;
    private long stateSince;
    private long validAt;
    private int burst;
    private int received;
    private bool isCancelled;
    private byte[] response = [];
    private byte[] reading = [];
    private int read;

    private enum State
    {
        Idle,
        BecomingReady,
        Ready,
        Reception,
        Execution,
        Completion,
    }

    /// <summary>Commands that were carried out.</summary>
    public int Executed { get; private set; }

    private bool IsValid => time.GetTimestamp() >= validAt;

    /// <summary>Until the size in the command's header is reached; before that is known, always.</summary>
    private bool IsExpecting => state == State.Reception && command.Count < CommandSize;

    private long CommandSize => command.Count < 6 ? LongestCommand : BinaryPrimitives.ReadUInt32BigEndian(command.ToArray().AsSpan(2));

    private uint StatusNow()
    {
        if (active != locality)
            return 0xFFFFFFFF;
        burst = state switch
        {
            State.Ready or State.Reception => conditions.BurstCount(),
            State.Completion => Math.Min(conditions.BurstCount(), reading.Length - read),
            _ => 0,
        };
        uint value = conditions.Family << 26 | (uint)burst << 8;
        if (state == State.Ready)
            value |= 0x40;
        if (IsValid)
            value |= 0x80u | (IsExpecting ? 0x08u : 0) | (state == State.Completion && read < reading.Length ? 0x10u : 0);
        return value;
    }

    private void WriteStatus(byte value)
    {
        if (active != locality)
            Violate($"TPM_STS was written without locality {locality}");
        else if (value == 0x40)
            CommandReady();
        else if (value == 0x20)
            Go();
        else if (value == 0x02)
            Retry();
        else
            Violate($"{value:x2} written to TPM_STS, which takes one bit at a time");
    }

    private void CommandReady()
    {
        bool toIdle = state is State.Reception or State.Execution || (state == State.Completion && conditions.PassesThroughIdle);
        if (state == State.Ready || (state == State.BecomingReady && !toIdle))
            return;
        command.Clear();
        (received, isCancelled, read, reading) = (0, false, 0, []);
        Enter(toIdle ? State.Idle : State.BecomingReady);
        Settle();
    }

    private void Go()
    {
        if (state != State.Reception || IsExpecting)
            Violate($"tpmGo in state {state}{(IsExpecting ? " before the command was whole" : "")}");
        else
            Enter(State.Execution);
    }

    private void Retry()
    {
        if (state != State.Completion)
            Violate($"responseRetry in state {state}");
        else
            BeginReading();
    }

    private void WriteCancel(byte value)
    {
        if (value != 1 || active != locality)
            Violate($"{value:x2} written to the fourth byte of TPM_STS{(active == locality ? "" : " without the locality")}");
        else if (state == State.Execution && !conditions.IgnoresCancel)
            isCancelled = true;
    }

    /// <summary>Before any byte of the FIFO moves.</summary>
    private void JudgeFifo()
    {
        if (active != locality)
            Violate($"the FIFO was touched without locality {locality}");
        else if (!isRead && state is not (State.Ready or State.Reception))
            Violate($"the FIFO was written in state {state}, which is not ready for a command");
        else if (isRead && state != State.Completion)
            Violate($"the FIFO was read in state {state}, where 0 bytes are available");
        else if (size > burst)
            Violate($"{size} bytes of the FIFO at a burst count of {burst}");
        else if (!isRead && state == State.Reception && command.Count + size > CommandSize && conditions.DoublesByte < 0)
            Violate($"{size} bytes written where {CommandSize - command.Count} were expected");
        else if (isRead && read + size > reading.Length)
            Violate($"{size} bytes read, where {reading.Length - read} are available");
        burst = Math.Max(0, burst - size);
    }

    private void TakeCommandByte(byte value)
    {
        if (active != locality || state is not (State.Ready or State.Reception))
            return;
        if (state == State.Ready)
            Enter(State.Reception);
        if (received != conditions.LosesByte)
            command.Add(value);
        if (received == conditions.DoublesByte)
            command.Add(value);
        received++;
        if (received == conditions.SeizedAfter)
            (active, isSeized, state) = (-1, true, State.Idle);
    }

    private void Complete()
    {
        response = isCancelled ? Cancelled : execute([.. command]);
        Executed += isCancelled ? 0 : 1;
        Enter(State.Completion);
        BeginReading();
    }

    private void BeginReading()
    {
        read = 0;
        reading = conditions.Readings.TryDequeue(out ReadDefect defect) ? Damaged(defect) : response;
    }

    private byte[] Damaged(ReadDefect defect)
    {
        byte[] damaged = [.. response];
        switch (defect)
        {
            case ReadDefect.FirstBurstLost:
                damaged.AsSpan(0, Math.Min(64, damaged.Length)).Fill(0xFF);
                break;
            case ReadDefect.SizeGarbled:
                damaged[3] ^= 0x80;
                break;
            case ReadDefect.ByteSkipped:
                damaged = damaged[..^1];
                break;
            case ReadDefect.ByteRepeated:
                damaged = [.. damaged, damaged[^1]];
                break;
            case ReadDefect.None:
                break;
        }
        return damaged;
    }

    private byte NextOfResponse() => state == State.Completion && active == locality && read < reading.Length ? reading[read++] : (byte)0xFF;

    private void Enter(State next) => (state, stateSince) = (next, time.GetTimestamp());
}
